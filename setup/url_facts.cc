// What the base URL is, what this client makes of it, and who uses another one.

#include <algorithm>
#include <array>
#include <utility>

#include "api/hosts.h"
#include "core/text.h"
#include "setup/facts.h"
#include "setup/situation.h"

namespace doctor::setup {
namespace {

using api::HostRole;
using api::ValueProblem;

/// The mistakes a URL can have; those of keys (truncated, masked, …) do not apply.
std::vector<ValueProblem> inspect_url(std::string_view text) {
  auto problems = api::inspect_value(text);
  std::erase_if(problems, [](ValueProblem problem) {
    return problem == ValueProblem::truncated || problem == ValueProblem::masked ||
           problem == ValueProblem::bearer_prefix;
  });
  return problems;
}

void state_value(const Base& base, Facts& facts) {
  const auto problems = inspect_url(base.text);
  const auto has = [&problems](ValueProblem problem) {
    return has_problem(problems, problem);
  };
  const std::string problem = [&base] {
    const auto url = api::parse_url(base.text);
    return url ? std::string{"a key in the host's place"} : url.error().message;
  }();
  const bool is_key = is_recognised(api::kind_of(base.text));
  set_list(facts, fact::url_value_problems, words_of(problems));
  facts.set(fact::url_looks_like_key, is_key);
  facts.set(fact::url_quoted, has(ValueProblem::quotes));
  facts.set(fact::url_white_space,
            has(ValueProblem::surrounding_space) || has(ValueProblem::inner_space) ||
                has(ValueProblem::line_break));
  facts.set(fact::url_unexpanded, has(ValueProblem::unexpanded));
  facts.set(fact::url_placeholder, has(ValueProblem::placeholder));
  facts.set(fact::url_valid, base.url.has_value());
  facts.set(fact::url_no_scheme, problem == "no scheme" && !is_key && problems.empty());
  if (!base.url) {
    facts.set(fact::url_problem, problem);
  }
}

bool ends_in_version(std::string_view path) {
  while (path.ends_with('/')) {
    path.remove_suffix(1);
  }
  return path.ends_with("/v1");
}

bool ends_in_mcp(std::string_view path) {
  return path.ends_with("/mcp") || path.ends_with("/mcp/");
}

void state_host(const api::Url& url, Facts& facts) {
  const HostRole role = api::role_of(url.host);
  facts.set(fact::url_host, shown(url.host, 253));
  facts.set(fact::url_scheme, url.scheme);
  facts.set(fact::url_port, url.port);
  facts.set(fact::url_host_role, std::string{api::name_of(role)});
  if (const auto meant = api::meant_host(url.host)) {
    facts.set(fact::url_meant_host, *meant);
  }
  if (api::is_official(url.host)) {
    facts.set(fact::url_mirror, url.host.ends_with(".co") ? "co" : "xyz");
  }
  facts.set(fact::url_http_to_remote, url.scheme == "http" && role != HostRole::loopback);
}

/// What is wrong with it, as far as that lies in the text and not in how a client reads it.
bool needs_another(const Situation& situation, const Facts& facts) {
  using enum HostRole;
  constexpr std::array wrong_roles{dashboard, docs, mcp, runtimes, intents, foreign};
  const Base& base = situation.base;
  if (!base.url) {
    return true;
  }
  const bool proxied = base.url->path.starts_with("/api") && base.joining != Joining::drop_path;
  const HostRole role = api::role_of(base.url->host);
  const bool wrong_role =
      std::ranges::find(wrong_roles, role) != wrong_roles.end() && !(role == dashboard && proxied);
  return wrong_role || facts.find(fact::url_meant_host) != nullptr ||
         facts.get(fact::url_http_to_remote) || facts.get(fact::url_doubles_version) ||
         facts.get(fact::url_mcp_in_path) || facts.get(fact::url_path_dropped) ||
         facts.get(fact::url_doubles_slash) || facts.get(fact::url_placeholder);
}

/// What this client asks, when that is not what its user expects.
std::string problem_for_client(const Situation& situation, const Facts& facts) {
  const std::string title = situation.title();
  const std::string request = facts.get(fact::url_request);
  if (!facts.get(fact::url_valid, true)) {
    return title + " needs an absolute URL (https://…) and fails before any request";
  }
  if (facts.get(fact::url_path_dropped)) {
    return title + " keeps the origin only and drops " + facts.get(fact::url_path) + ": it asks " +
           request;
  }
  if (facts.get(fact::url_doubles_version)) {
    return title + " appends /v1 itself: it asks " + request;
  }
  if (facts.get(fact::url_doubles_slash)) {
    return title + " does not remove the slash at the end: it asks " + request;
  }
  if (situation.base.is_default && situation.base.url &&
      api::is_loopback(situation.base.url->host)) {
    return title + " asks its built-in default " + situation.base.text +
           " unless the program sets a base URL";
  }
  return {};
}

void state_use(const Situation& situation, Facts& facts) {
  const Base& base = situation.base;
  const std::string used = used_base(base);
  facts.set(fact::url_used, used);
  if (base.url) {
    const std::string& path = base.url->path;
    const bool trailing = used.ends_with('/');
    const bool version = ends_in_version(path);
    const bool mere_slashes = path.find_first_not_of('/') == std::string::npos;
    const bool dropped = base.joining == Joining::drop_path && !mere_slashes;
    state_host(*base.url, facts);
    if (!mere_slashes) {
      const std::string text = shown_base(base.text);
      facts.set(fact::url_path, text.substr(std::min(api::origin(*base.url).size(), text.size())));
    }
    facts.set(fact::url_request, shown_base(used + "/v1/health"));
    facts.set(fact::url_version_in_path, version);
    facts.set(fact::url_doubles_version, version && !dropped);
    facts.set(fact::url_mcp_in_path, ends_in_mcp(path));
    // A path of just /v1 is dropped as well, and comes back with the request's own.
    facts.set(fact::url_path_dropped, dropped && path != "/v1" && path != "/v1/");
    facts.set(fact::url_doubles_slash, trailing);
    facts.set(fact::url_has_user_info, !base.url->user.empty());
    facts.set(fact::url_has_query, base.text.find_first_of("?#") != std::string::npos);
  }
  if (std::string problem = problem_for_client(situation, facts); !problem.empty()) {
    facts.set(fact::url_problem_for_client, std::move(problem));
  }
  if (const auto better = suggested_base(base); better && needs_another(situation, facts)) {
    facts.set(fact::url_suggestion, *better);
  }
}

/// Variables of the client's environment that other clients read a base URL from.
void state_ignored(const Situation& situation, Facts& facts) {
  const View& view = situation.view();
  const Pick* pick = view.pick(Meaning::base_url);
  const bool reads_variables = view.client != nullptr && !view.client->default_base_url.empty() &&
                               (pick == nullptr || pick->reading->place != Place::flag);
  if (!reads_variables) {
    return;
  }
  TextList ignored;
  TextList differences;
  bool local = false;
  for (const std::string& name : variables_for(Meaning::base_url)) {
    const auto found = view.environment.find(name);
    if (found == view.environment.end() || found->second.value.empty() ||
        reads_variable(*view.client, name)) {
      continue;
    }
    ignored.push_back(name);
    const Base other = make_base(found->second.value, name, situation.base.joining);
    if (relation(situation.base, other) == Relation::different) {
      differences.push_back(name + " is " + shown_base(other.text));
      local = local || api::is_loopback(other.url->host);
    }
  }
  if (!ignored.empty()) {
    facts.set(fact::url_ignored_values_differ, !differences.empty());
    facts.set(fact::url_ignored_is_local, local);
  }
  set_list(facts, fact::url_ignored_variables, std::move(ignored));
  set_list(facts, fact::url_ignored_differences, std::move(differences));
}

void state_others(const Situation& situation, Facts& facts) {
  TextList differ;
  TextList mirrors;
  for (const View& other : situation.others) {
    const Base base = base_of(other);
    if (base.text.empty()) {
      continue;
    }
    const std::string text =
        label_of(other) + " uses " + shown_base(base.text) + " (" + base.source + ")";
    const Relation how = relation(situation.base, base);
    if (how == Relation::different) {
      differ.push_back(text);
    } else if (how == Relation::mirror) {
      mirrors.push_back(text);
    }
  }
  set_list(facts, fact::url_others_differ, std::move(differ));
  set_list(facts, fact::url_other_mirrors, std::move(mirrors));
}

void state_overrides(const Situation& situation, Facts& facts) {
  TextList list;
  if (const Pick* pick = situation.view().pick(Meaning::base_url)) {
    for (const Found& weaker : pick->weaker) {
      const Base other = make_base(weaker.value, weaker.source, situation.base.joining);
      const Relation how = relation(situation.base, other);
      if (how == Relation::different || how == Relation::unknown) {
        list.push_back(weaker.source + ": " + shown_base(weaker.value));
      }
    }
  }
  set_list(facts, fact::url_overrides, std::move(list));
}

/// The strongest variable this client reads its base URL from.
void state_variable(const View& view, Facts& facts) {
  if (view.client == nullptr) {
    return;
  }
  for (const Reading& reading : view.client->readings) {
    if (reading.meaning == Meaning::base_url && reading.place == Place::environment) {
      facts.set(fact::url_variable, std::string{reading.name});
      return;
    }
  }
}

}  // namespace

void state_url(const Situation& situation, Facts& facts) {
  const Base& base = situation.base;
  state_variable(situation.view(), facts);
  if (base.text.empty()) {
    return;
  }
  facts.set(fact::url_text, shown_base(base.text));
  // `default` is a word for tables; rules put the source into sentences.
  facts.set(fact::url_source, base.source == default_source ? "the client's default" : base.source);
  facts.set(fact::url_is_default, base.is_default);
  state_value(base, facts);
  state_use(situation, facts);
  state_ignored(situation, facts);
  state_overrides(situation, facts);
  state_others(situation, facts);
}

}  // namespace doctor::setup
