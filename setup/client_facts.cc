// Whose set-up is examined, why, and what else stands in the environment.

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"
#include "setup/facts.h"
#include "setup/situation.h"

namespace doctor::setup {
namespace {

/// `ONECLAW_APIKEY`, `oneclaw_api_key` and `ONE_CLAW_API_KEY` become one.
std::string squeezed(std::string_view name) {
  std::string out = lower(name);
  std::erase_if(out, [](char c) { return c == '_' || c == '-'; });
  return out;
}

/// The variable meant by a name nobody reads. Names that only add something to a known one
/// (`ONECLAW_API_KEY_OLD`) are somebody's own.
std::optional<std::string> meant_variable(const std::string& name,
                                          const std::vector<std::string>& known) {
  const bool is_extension =
      std::ranges::any_of(known, [&](const auto& word) { return name.starts_with(word); });
  if (is_extension || name.starts_with("1CLAW")) {
    return std::nullopt;
  }
  const auto same = std::ranges::find(known, squeezed(name), squeezed);
  if (same != known.end()) {
    return *same;
  }
  constexpr std::size_t few_edits = 2;
  return name.starts_with("ONECLAW") ? nearest(name, known, few_edits) : std::nullopt;
}

bool is_ours(std::string_view name) {
  return contains_ignoring_case(name, "claw");
}

void state_variables(const Situation& situation, Facts& facts) {
  const View& view = situation.view();
  const auto known = known_variables();
  TextList all;
  TextList unread;
  TextList misspelled;
  TextList digits;
  TextList empty;
  for (const auto& [name, found] : situation.machine.environment) {
    if (!is_ours(name)) {
      continue;
    }
    all.push_back(name);
    const auto meant = meant_variable(name, known);
    if (meant && !is_set(situation.machine.environment, *meant)) {
      misspelled.push_back(name + " (meant: " + *meant + ")");
    }
    if (name.starts_with("1CLAW")) {
      digits.push_back(name);
    }
    const bool read = view.client != nullptr && reads_variable(*view.client, name);
    if (found.value.empty() && (read || view.client == nullptr)) {
      empty.push_back(name);
    }
    if (view.client != nullptr && view.entry == nullptr && !read && name.starts_with("ONECLAW_")) {
      unread.push_back(name);
    }
  }
  set_list(facts, fact::client_variables, std::move(all));
  set_list(facts, fact::client_unread_variables, std::move(unread));
  set_list(facts, fact::client_misspelled_variables, std::move(misspelled));
  set_list(facts, fact::client_digit_variables, std::move(digits));
  set_list(facts, fact::client_empty_variables, std::move(empty));
}

void state_mcp_switches(const View& view, Facts& facts) {
  const Values& environment = view.environment;
  facts.set(fact::client_local_mode, false);
  for (const std::string_view name : {"ONECLAW_LOCAL_ONLY", "ONECLAW_LOCAL_VAULT"}) {
    if (is_on(environment, name)) {
      facts.set(fact::client_local_mode, true);
      facts.set(fact::client_local_mode_variable, std::string{name});
    }
  }
  if (is_set(environment, "MCP_TRANSPORT")) {
    const std::string& transport = environment.find("MCP_TRANSPORT")->second.value;
    facts.set(fact::client_mcp_transport, shown_id(transport));
    facts.set(fact::client_mcp_transport_valid, transport == "stdio" || transport == "httpStream");
  }
  if (is_set(environment, "ONECLAW_MCP_TOOLSETS")) {
    TextList toolsets;
    for (const auto& word : split(environment.find("ONECLAW_MCP_TOOLSETS")->second.value, ',')) {
      if (!trim(word).empty()) {
        toolsets.push_back(shown_id(trim(word)));
      }
    }
    set_list(facts, fact::client_mcp_toolsets, std::move(toolsets));
  }
}

void state_switches(const View& view, Facts& facts) {
  const Values& environment = view.environment;
  const auto reads = [&view](std::string_view name) {
    return view.client != nullptr && reads_variable(*view.client, name);
  };
  if (reads("ONECLAW_DPOP")) {
    facts.set(fact::client_dpop, is_on(environment, "ONECLAW_DPOP"));
  }
  if (reads("ONECLAW_RUNTIME_ID")) {
    facts.set(fact::client_runtime_id, is_set(environment, "ONECLAW_RUNTIME_ID"));
  }
  const Pick* credential = view.pick(Meaning::credential);
  if (credential != nullptr &&
      api::kind_of(credential->found.value) == api::CredentialKind::platform_key) {
    facts.set(fact::client_platform_connection, is_set(environment, "ONECLAW_PLATFORM_CONNECTION"));
  }
}

/// Whether a client asked for by --profile is set up at all.
bool is_configured(const Situation& situation) {
  const View& view = situation.view();
  const bool has_value = std::ranges::any_of(
      view.picks, [](const auto& pick) { return pick && pick->reading->place != Place::flag; });
  return has_value || view.entry != nullptr ||
         (view.name == "cli" && situation.machine.cli.present) ||
         (view.name == "openclaw" && situation.machine.has_plugin) ||
         (view.name == "action" && !situation.machine.workflow_file.empty());
}

}  // namespace

void state_client(const Situation& situation, Facts& facts) {
  const View& view = situation.view();
  facts.set(fact::client_name, view.name);
  facts.set(fact::client_reason, situation.choice.reason);
  facts.set(fact::client_configured, view.name != "none");
  if (view.client != nullptr) {
    facts.set(fact::client_title, std::string{view.client->title});
  }
  if (view.entry != nullptr) {
    facts.set(fact::client_app, std::string{view.entry->app->name});
  }
  if (situation.choice.from_profile) {
    facts.set(fact::client_profile_configured, is_configured(situation));
  }
  TextList others;
  for (const View& other : situation.others) {
    others.push_back(label_of(other));
  }
  set_list(facts, fact::client_others, std::move(others));
  state_variables(situation, facts);
  state_switches(view, facts);
  if (view.client != nullptr && view.client->name == "mcp") {
    state_mcp_switches(view, facts);
  }
}

}  // namespace doctor::setup
