// Every 1Claw entry of the MCP clients' files, one line per mistake and file.

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "api/hosts.h"
#include "api/jwt.h"
#include "core/text.h"
#include "setup/facts.h"
#include "setup/situation.h"

namespace doctor::setup {
namespace {

using api::CredentialKind;
using api::HostRole;

bool ends_in_mcp(const api::Url& url) {
  return url.path.ends_with("/mcp") || url.path.ends_with("/mcp/");
}

bool is_expired(const std::string& value, TimePoint now) {
  const auto claims = api::read_jwt(api::cleaned(value));
  return claims && claims->expires_at && *claims->expires_at <= now;
}

/// Everything that is stated as a list with one line per file.
struct Lists {
  TextList naming;
  TextList wrong_root;
  TextList expired;
  TextList wrong_kinds;
  TextList value_problems;
  TextList unexpanded;
  TextList unset;
  TextList ineffective;
  TextList no_credential;
  TextList no_vault;
  TextList bad_urls;
  TextList local_mode;
  TextList disabled;
  TextList old_versions;
  TextList missing_scripts;
};

void list_problems(const Entry& entry,
                   const std::string& place,
                   const std::vector<api::ValueProblem>& problems,
                   Lists& lists) {
  for (const api::ValueProblem problem : problems) {
    if (problem != api::ValueProblem::unexpanded) {
      lists.value_problems.push_back(place + ": " + std::string{api::word_of(problem)});
    } else if (!entry.app->expands) {
      lists.unexpanded.push_back(place);
    }
  }
}

void list_values(const Entry& entry, const View& view, TimePoint now, Lists& lists) {
  for (const Reading& reading : view.client->readings) {
    const Values& values = reading.place == Place::entry ? entry.remote : entry.env;
    const auto found = values.find(reading.name);
    if (found == values.end()) {
      continue;
    }
    const std::string place = entry.file + ": " + std::string{reading.name};
    if (reading.meaning != Meaning::credential) {
      list_problems(entry, place, inspect_id(found->second.value), lists);
      continue;
    }
    const std::string value{reading.place == Place::entry ? without_bearer(found->second.value)
                                                          : found->second.value};
    const CredentialKind kind = api::kind_of(value);
    if (is_recognised(kind) && !accepts(reading, kind)) {
      lists.wrong_kinds.push_back(place + ": " + std::string{api::name_of(kind)});
    }
    if (is_expired(value, now)) {
      lists.expired.push_back(place);
    }
    list_problems(entry, place, inspect_credential(value), lists);
  }
}

/// What is wrong with an entry's URL, in words; empty when nothing is.
std::string url_mistake(const Entry& entry, const View& view) {
  const bool hosted = entry.transport == Transport::hosted;
  const Pick* pick = view.pick(hosted ? Meaning::mcp_url : Meaning::base_url);
  if (pick == nullptr) {
    return {};
  }
  const auto url = api::parse_url(pick->found.value);
  if (!url) {
    return "is no URL (" + url.error().message + ")";
  }
  const HostRole role = api::role_of(url->host);
  const HostRole right = hosted ? HostRole::mcp : HostRole::api;
  const bool proxied = !hosted && role == HostRole::dashboard && url->path.starts_with("/api");
  const bool harmless = role == HostRole::other || role == HostRole::loopback ||
                        role == HostRole::cloud_run || (!hosted && role == HostRole::shroud);
  if (const auto meant = api::meant_host(url->host)) {
    return "names " + shown(url->host, 253) + " (meant: " + *meant + "?)";
  }
  if (role != right && !harmless && !proxied) {
    return "names the " + std::string{api::name_of(role)} + " host";
  }
  if (url->scheme == "http" && role != HostRole::loopback) {
    return "is plain http";
  }
  if (hosted && role == HostRole::mcp && !ends_in_mcp(*url)) {
    return "does not end in /mcp";
  }
  const bool version = url->path.ends_with("/v1") || url->path.ends_with("/v1/");
  return !hosted && version ? "ends in /v1" : "";
}

/// The version in `@1claw/mcp@0.6.0` when it is older than 0.59, else empty.
std::string old_version(const Entry& entry) {
  constexpr std::string_view package = "@1claw/mcp@";
  constexpr int first_with_key_alone = 59;
  for (const std::string& word : entry.words) {
    const auto at = word.find(package);
    if (at == std::string::npos) {
      continue;
    }
    const std::string_view version = std::string_view{word}.substr(at + package.size());
    const auto parts = split(version, '.');
    int minor = first_with_key_alone;
    if (parts.size() >= 2 && parts[0] == "0") {
      std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), minor);
    }
    if (minor < first_with_key_alone) {
      return shown(version, 20);
    }
  }
  return {};
}

std::string missing_script(const System& system, const Entry& entry) {
  for (const std::string& word : entry.words) {
    const bool is_script =
        word.ends_with(".js") || word.ends_with(".mjs") || word.ends_with(".cjs");
    if (word.starts_with('/') && is_script && !system.exists(word)) {
      return shown_path(system, word);
    }
  }
  return {};
}

bool misses_credential(const Machine& machine, const Entry& entry, const View& view) {
  const View shell = view_of(machine, *view.client);
  const bool inherited = entry.app->expands && shell.pick(Meaning::credential) != nullptr;
  const bool local =
      is_on(entry.env, "ONECLAW_LOCAL_VAULT") || is_on(entry.env, "ONECLAW_LOCAL_ONLY");
  const bool at_run_time = std::ranges::any_of(entry.run_time, [&view](const std::string& name) {
    return reads_variable(*view.client, name);
  });
  return view.pick(Meaning::credential) == nullptr && !inherited && !local && !at_run_time;
}

void list_stdio(const Situation& situation, const Entry& entry, const View& view, Lists& lists) {
  for (const auto& [name, found] : entry.env) {
    const bool ours = contains_ignoring_case(name, "claw") || name.starts_with("SHROUD_");
    if (ours && !reads_variable(*view.client, name)) {
      lists.ineffective.push_back(entry.file + ": " + name);
    }
  }
  if (misses_credential(situation.machine, entry, view)) {
    lists.no_credential.push_back(entry.file);
  }
  const Pick* credential = view.pick(Meaning::credential);
  if (credential != nullptr && credential->reading->name == "ONECLAW_AGENT_TOKEN" &&
      view.pick(Meaning::vault) == nullptr) {
    lists.no_vault.push_back(entry.file);
  }
  if (is_on(entry.env, "ONECLAW_LOCAL_VAULT") || is_on(entry.env, "ONECLAW_LOCAL_ONLY")) {
    lists.local_mode.push_back(entry.file);
  }
  if (const std::string version = old_version(entry); !version.empty()) {
    lists.old_versions.push_back(entry.file + ": " + version);
  }
  if (const std::string script = missing_script(situation.system, entry); !script.empty()) {
    lists.missing_scripts.push_back(entry.file + ": " + script);
  }
}

Lists list_entries(const Situation& situation) {
  Lists lists;
  for (const Entry& entry : situation.machine.entries) {
    const View view = view_of(entry);
    add_once(lists.naming, entry.file);
    if (entry.root != entry.app->root) {
      add_once(lists.wrong_root,
               entry.file + ": " + entry.root + " instead of " + std::string{entry.app->root});
    }
    if (entry.disabled) {
      lists.disabled.push_back(entry.file);
      continue;
    }
    list_values(entry, view, situation.now, lists);
    for (const std::string& reference : entry.unset) {
      lists.unset.push_back(entry.file + ": " + reference);
    }
    if (const std::string mistake = url_mistake(entry, view); !mistake.empty()) {
      const bool hosted = entry.transport == Transport::hosted;
      lists.bad_urls.push_back(entry.file + ": " + (hosted ? "url " : "ONECLAW_BASE_URL ") +
                               mistake);
    }
    if (entry.transport == Transport::stdio) {
      list_stdio(situation, entry, view, lists);
    }
  }
  return lists;
}

void set_lists(Lists lists, Facts& facts) {
  set_list(facts, fact::mcp_config_naming, std::move(lists.naming));
  set_list(facts, fact::mcp_config_wrong_root, std::move(lists.wrong_root));
  set_list(facts, fact::mcp_config_expired_tokens, std::move(lists.expired));
  set_list(facts, fact::mcp_config_wrong_kinds, std::move(lists.wrong_kinds));
  set_list(facts, fact::mcp_config_value_problems, std::move(lists.value_problems));
  set_list(facts, fact::mcp_config_unexpanded, std::move(lists.unexpanded));
  set_list(facts, fact::mcp_config_unset_references, std::move(lists.unset));
  set_list(facts, fact::mcp_config_ineffective, std::move(lists.ineffective));
  set_list(facts, fact::mcp_config_no_credential, std::move(lists.no_credential));
  set_list(facts, fact::mcp_config_no_vault, std::move(lists.no_vault));
  set_list(facts, fact::mcp_config_bad_urls, std::move(lists.bad_urls));
  set_list(facts, fact::mcp_config_local_mode, std::move(lists.local_mode));
  set_list(facts, fact::mcp_config_disabled, std::move(lists.disabled));
  set_list(facts, fact::mcp_config_old_versions, std::move(lists.old_versions));
  set_list(facts, fact::mcp_config_missing_scripts, std::move(lists.missing_scripts));
}

/// What concerns the examined client's own entry, not a neighbour's.
TextList faults_of(const System& system, const Entry& entry) {
  const std::array<std::pair<std::string_view, bool>, 5> faults{{
      {"wrong_root", entry.root != entry.app->root},
      {"disabled", entry.disabled},
      {"missing_script", !missing_script(system, entry).empty()},
      {"old_version", !old_version(entry).empty()},
      {"unset_reference", !entry.unset.empty()},
  }};
  TextList words;
  for (const auto& [word, holds] : faults) {
    if (holds) {
      words.emplace_back(word);
    }
  }
  return words;
}

/// What two entries of one application give differently, in words.
void list_differences(const View& a, const View& b, TextList& list) {
  constexpr std::array<std::pair<Meaning, std::string_view>, 4> meanings{{
      {Meaning::base_url, "base URL"},
      {Meaning::credential, "credential"},
      {Meaning::vault, "vault"},
      {Meaning::mcp_url, "url"},
  }};
  for (const auto& [meaning, word] : meanings) {
    const Pick* first = a.pick(meaning);
    const Pick* second = b.pick(meaning);
    const bool differ = (first == nullptr) != (second == nullptr) ||
                        (first != nullptr && first->found.value != second->found.value);
    if (differ) {
      add_once(list, std::string{a.entry->app->family} + ": " + std::string{word});
    }
  }
}

void state_duplicates(const std::vector<Entry>& entries, Facts& facts) {
  TextList differences;
  bool duplicated = false;
  for (const Entry& project : entries) {
    for (const Entry& global : entries) {
      const bool pair = project.app->project && !global.app->project && !project.disabled &&
                        !global.disabled && project.app->family == global.app->family;
      if (pair) {
        duplicated = true;
        list_differences(view_of(project), view_of(global), differences);
      }
    }
  }
  if (!entries.empty()) {
    facts.set(fact::mcp_config_duplicated, duplicated);
  }
  set_list(facts, fact::mcp_config_duplicates_differ, std::move(differences));
}

}  // namespace

void state_mcp_entries(const Situation& situation, Facts& facts) {
  set_lists(list_entries(situation), facts);
  state_duplicates(situation.machine.entries, facts);
  if (const Entry* own = situation.view().entry) {
    set_list(facts, fact::mcp_config_own_faults, faults_of(situation.system, *own));
  }
}

}  // namespace doctor::setup
