// The vault and agent ids: present, well-formed, needed, and what others use.

#include <algorithm>
#include <utility>

#include "api/jwt.h"
#include "api/records.h"
#include "core/text.h"
#include "setup/facts.h"
#include "setup/situation.h"

namespace doctor::setup {
namespace {

using api::ValueProblem;

/// The facts that vault and agent ids share.
struct IdFacts {
  const FactKey<bool>& present;
  const FactKey<std::string>& text;
  const FactKey<std::string>& source;
  const FactKey<bool>& is_uuid;
  const FactKey<bool>& looks_like_key;
  const FactKey<TextList>& problems;
  const FactKey<bool>& placeholder;
  const FactKey<bool>& unexpanded;
  const FactKey<TextList>& others_differ;
};

constexpr IdFacts vault_keys{fact::vault_id_present,
                             fact::vault_id_text,
                             fact::vault_id_source,
                             fact::vault_id_is_uuid,
                             fact::vault_id_looks_like_key,
                             fact::vault_id_problems,
                             fact::vault_id_placeholder,
                             fact::vault_id_unexpanded,
                             fact::vault_id_others_differ};
constexpr IdFacts agent_keys{fact::agent_id_present,
                             fact::agent_id_text,
                             fact::agent_id_source,
                             fact::agent_id_is_uuid,
                             fact::agent_id_looks_like_key,
                             fact::agent_id_problems,
                             fact::agent_id_placeholder,
                             fact::agent_id_unexpanded,
                             fact::agent_id_others_differ};

bool is_almost_uuid(std::string_view text) {
  constexpr std::size_t shortest = 30;
  constexpr std::size_t longest = 40;
  constexpr std::ptrdiff_t fewest_dashes = 3;
  const auto dashes = std::ranges::count(text, '-');
  const auto wrong = std::ranges::count_if(text, [](char c) {
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    return !hex && c != '-';
  });
  return !api::is_uuid(text) && text.size() >= shortest && text.size() <= longest &&
         dashes >= fewest_dashes && wrong <= 1;
}

void state_form(const std::string& value,
                const std::string& source,
                const IdFacts& keys,
                Facts& facts) {
  const auto problems = inspect_id(value);
  facts.set(keys.text, shown_id(value));
  facts.set(keys.source, source);
  facts.set(keys.is_uuid, api::is_uuid(value));
  facts.set(keys.looks_like_key, holds_key(value));
  facts.set(keys.placeholder, has_problem(problems, ValueProblem::placeholder));
  facts.set(keys.unexpanded, has_problem(problems, ValueProblem::unexpanded));
  set_list(facts, keys.problems, words_of(problems));
}

void state_id(const Situation& situation, Meaning meaning, const IdFacts& keys, Facts& facts) {
  const Pick* pick = situation.view().pick(meaning);
  if (situation.view().at_run_time(meaning)) {
    return;
  }
  facts.set(keys.present, pick != nullptr);
  if (pick == nullptr) {
    return;
  }
  const std::string& value = pick->found.value;
  state_form(value, pick->found.source, keys, facts);
  TextList others;
  for (const View& other : situation.others) {
    const Pick* theirs = other.pick(meaning);
    if (theirs != nullptr && api::cleaned(theirs->found.value) != api::cleaned(value)) {
      others.push_back(label_of(other) + " uses " + shown_id(theirs->found.value) + " (" +
                       theirs->found.source + ")");
    }
  }
  set_list(facts, keys.others_differ, std::move(others));
}

/// Vault mistakes that agent ids do not share.
void state_vault_form(const Pick& pick, Facts& facts) {
  const std::string& value = pick.found.value;
  const auto problems = inspect_id(value);
  const std::string bare = api::cleaned(value);
  const bool almost = is_almost_uuid(bare);
  facts.set(fact::vault_id_almost_uuid, almost);
  facts.set(fact::vault_id_quoted, has_problem(problems, ValueProblem::quotes));
  facts.set(fact::vault_id_white_space,
            has_problem(problems, ValueProblem::surrounding_space) ||
                has_problem(problems, ValueProblem::line_break));
  facts.set(fact::vault_id_is_name,
            problems.empty() && !almost && !api::is_uuid(value) && !holds_key(value));
  TextList weaker;
  for (const Found& found : pick.weaker) {
    if (api::cleaned(found.value) != bare) {
      weaker.push_back(found.source + ": " + shown_id(found.value));
    }
  }
  set_list(facts, fact::vault_id_overrides, std::move(weaker));
}

/// MCP servers need a vault beside a token: `ONECLAW_VAULT_ID is required when using
/// ONECLAW_AGENT_TOKEN (static JWT).`
bool is_vault_required(const View& view) {
  const Pick* credential = view.pick(Meaning::credential);
  return view.client != nullptr && view.client->is_mcp && credential != nullptr &&
         api::kind_of(credential->found.value) == api::CredentialKind::jwt;
}

void state_choice(const Situation& situation, Facts& facts) {
  const View& view = situation.view();
  const Pick* pick = view.pick(Meaning::vault);
  const bool required = is_vault_required(view);
  facts.set(fact::vault_id_required, required);
  facts.set(fact::vault_id_missing,
            required && pick == nullptr && !view.at_run_time(Meaning::vault));
  if (pick == nullptr && view.client != nullptr && !view.client->vault_choice.empty()) {
    facts.set(fact::vault_id_choice, std::string{view.client->vault_choice});
  }
  if (view.client != nullptr) {
    const auto reading =
        std::ranges::find(view.client->readings, Meaning::vault, &Reading::meaning);
    if (reading != view.client->readings.end()) {
      const bool has_variable = pick == nullptr || pick->reading->place == Place::flag;
      facts.set(fact::vault_id_variable,
                std::string{has_variable ? reading->name : pick->reading->name});
    }
  }
  const std::string& linked = situation.machine.cli.project_vault;
  const bool passed_over = pick == nullptr || pick->found.value != linked;
  if (view.name == "cli" && !linked.empty() && passed_over) {
    facts.set(fact::vault_id_project_link, shown_id(linked));
  }
}

void state_agent_needs(const View& view, Facts& facts) {
  const Pick* credential = view.pick(Meaning::credential);
  const Pick* agent = view.pick(Meaning::agent_id);
  if (credential == nullptr) {
    return;
  }
  const auto kind = api::kind_of(credential->found.value);
  const bool is_key = kind == api::CredentialKind::agent_key;
  if (view.client != nullptr && view.client->name == "mcp" && is_key) {
    facts.set(fact::agent_id_missing_for_old_mcp,
              agent == nullptr && !view.at_run_time(Meaning::agent_id));
  }
  if (credential->reading->use == Use::by_agent_id && is_key) {
    facts.set(fact::agent_id_missing_for_client, agent == nullptr);
  }
  const auto claims = api::read_jwt(api::cleaned(credential->found.value));
  if (agent != nullptr && claims && claims->subject == api::Subject::agent) {
    facts.set(fact::agent_id_differs_from_token,
              !equal_ignoring_case(claims->subject_id, api::cleaned(agent->found.value)));
  }
}

}  // namespace

void state_agent_id(const std::string& value, const std::string& source, Facts& facts) {
  facts.set(fact::agent_id_present, true);
  state_form(value, source, agent_keys, facts);
}

void state_vault(const Situation& situation, Facts& facts) {
  const View& view = situation.view();
  const Pick* vault = view.pick(Meaning::vault);
  const Pick* agent = view.pick(Meaning::agent_id);
  state_id(situation, Meaning::vault, vault_keys, facts);
  state_id(situation, Meaning::agent_id, agent_keys, facts);
  state_choice(situation, facts);
  state_agent_needs(view, facts);
  if (vault != nullptr) {
    state_vault_form(*vault, facts);
  }
  if (vault != nullptr && agent != nullptr) {
    facts.set(fact::vault_id_equals_agent_id, vault->found.value == agent->found.value);
  }
}

}  // namespace doctor::setup
