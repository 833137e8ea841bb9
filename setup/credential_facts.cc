// What the credential is, whether it fits its place, and what else is lying around.

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "api/jwt.h"
#include "api/records.h"
#include "core/text.h"
#include "setup/facts.h"
#include "setup/situation.h"

namespace doctor::setup {
namespace {

using api::CredentialKind;
using api::ValueProblem;

using ProblemFact = std::pair<ValueProblem, const FactKey<bool>*>;
constexpr std::array<ProblemFact, 11> problem_facts{{
    {ValueProblem::quotes, &fact::credential_quoted},
    {ValueProblem::bearer_prefix, &fact::credential_bearer_prefix},
    {ValueProblem::surrounding_space, &fact::credential_surrounding_space},
    {ValueProblem::inner_space, &fact::credential_inner_space},
    {ValueProblem::line_break, &fact::credential_line_break},
    {ValueProblem::placeholder, &fact::credential_placeholder},
    {ValueProblem::unexpanded, &fact::credential_unexpanded},
    {ValueProblem::masked, &fact::credential_masked_copy},
    {ValueProblem::truncated, &fact::credential_truncated},
    {ValueProblem::control_characters, &fact::credential_control_characters},
    {ValueProblem::assignment, &fact::credential_assignment},
}};

/// Mistakes after which no request with the value can succeed.
bool is_hopeless(ValueProblem problem) {
  using enum ValueProblem;
  return problem == empty || problem == placeholder || problem == unexpanded || problem == masked ||
         problem == control_characters || problem == inner_space || problem == assignment;
}

/// Whether the API refuses this kind in this use; nullopt where that is not known.
std::optional<bool> is_refused(Use use, CredentialKind kind) {
  using enum CredentialKind;
  if (!is_recognised(kind) || use == Use::hosted) {
    return std::nullopt;
  }
  switch (use) {
    case Use::agent_token:
      return kind != agent_key;
    case Use::user_token:
      return kind != user_key;
    case Use::bearer:
    case Use::by_prefix:
    case Use::by_agent_id:
    case Use::hosted:
      break;
  }
  return kind != user_key && kind != jwt && kind != platform_key;
}

/// Where a kind belongs, in the two clients whose variables are documented.
TextList right_variables(CredentialKind kind, const std::optional<api::Claims>& claims) {
  TextList list;
  for (const std::string_view name : {"mcp", "cli"}) {
    const bool foreign_token = kind == CredentialKind::jwt && claims && name == "mcp" &&
                               claims->subject != api::Subject::agent;
    for (const Reading& reading : find_client(name)->readings) {
      if (reading.place == Place::environment && !foreign_token && accepts(reading, kind)) {
        list.push_back(std::string{reading.name} + " (" + std::string{name} + ")");
      }
    }
  }
  return list;
}

void state_kind(const View& view, const Pick& pick, Facts& facts) {
  const CredentialKind kind = api::kind_of(pick.found.value);
  const Use use = use_of(view, pick);
  facts.set(fact::credential_kind, std::string{api::word_of(kind)});
  facts.set(fact::credential_kind_name, std::string{api::name_of(kind)});
  facts.set(fact::credential_shown, api::masked(pick.found.value));
  facts.set(fact::credential_source, pick.found.source);
  facts.set(fact::credential_use, std::string{word_of(use)});
  facts.set(fact::credential_expected_kind, kinds_in_words(pick.reading->kinds));
  if (pick.reading->place != Place::flag) {
    facts.set(fact::credential_variable, std::string{pick.reading->name});
  }
  if (is_recognised(kind)) {
    const bool wrong = !accepts(*pick.reading, kind);
    facts.set(fact::credential_wrong_kind, wrong);
    if (wrong) {
      set_list(facts,
               fact::credential_right_variables,
               right_variables(kind, api::read_jwt(api::cleaned(pick.found.value))));
    }
  }
  if (const auto refused = is_refused(use, kind)) {
    facts.set(fact::credential_wrong_endpoint, *refused);
  }
}

void state_token(const Situation& situation, const Pick& pick, Facts& facts) {
  const auto claims = api::read_jwt(api::cleaned(pick.found.value));
  if (!claims) {
    return;
  }
  const Client* client = situation.view().client;
  facts.set(fact::credential_jwt_subject, std::string{api::word_of(claims->subject)});
  facts.set(fact::credential_jwt_static, pick.reading->place != Place::cli_file);
  if (client != nullptr && client->is_mcp && claims->subject != api::Subject::unknown) {
    facts.set(fact::credential_jwt_wrong_subject, claims->subject != api::Subject::agent);
  }
  if (claims->expires_at) {
    const auto left =
        std::chrono::duration_cast<std::chrono::seconds>(*claims->expires_at - situation.now);
    facts.set(fact::credential_jwt_expired, *claims->expires_at <= situation.now);
    facts.set(fact::credential_jwt_expires_in, left.count());
  }
  if (claims->expires_at && claims->issued_at) {
    facts.set(
        fact::credential_jwt_lifetime,
        std::chrono::duration_cast<std::chrono::seconds>(*claims->expires_at - *claims->issued_at)
            .count());
  }
}

/// What the same client would find if the winner were not there.
void state_weaker(const Situation& situation, const Pick& pick, Facts& facts) {
  TextList sources;
  bool disagree = false;
  for (const Found& weaker : pick.weaker) {
    sources.push_back(weaker.source);
    disagree = disagree || weaker.value != pick.found.value;
  }
  if (!sources.empty()) {
    facts.set(fact::credential_several_disagree, disagree);
  }
  set_list(facts, fact::credential_overrides, std::move(sources));
  const auto& stored = situation.machine.cli.values;
  const auto login = stored.find("auth.token");
  const bool is_cli = situation.view().name == "cli";
  if (is_cli && login != stored.end()) {
    facts.set(fact::credential_hides_login,
              pick.reading->place == Place::environment && login->second.value != pick.found.value);
  }
  if (pick.reading->place == Place::cli_file && situation.machine.cli.login_expires) {
    facts.set(fact::credential_login_expired,
              *situation.machine.cli.login_expires <= situation.now);
  }
}

/// Other clients set up here that find their credential under the same name and need another kind.
void state_shared(const Situation& situation, const Pick& pick, Facts& facts) {
  const CredentialKind kind = api::kind_of(pick.found.value);
  TextList list;
  for (const View& other : situation.others) {
    const Pick* theirs = other.pick(Meaning::credential);
    if (theirs != nullptr && theirs->found.source == pick.found.source && is_recognised(kind) &&
        !accepts(*theirs->reading, kind)) {
      list.push_back(label_of(other) + " reads " + theirs->found.source + " as well and needs " +
                     kinds_in_words(theirs->reading->kinds));
    }
  }
  set_list(facts, fact::credential_shared_variable, std::move(list));
}

/// The names this client looks under and the credential variables it passes over.
void state_names(const View& view, Facts& facts) {
  TextList read;
  TextList ignored;
  if (view.client != nullptr) {
    for (const Reading& reading : view.client->readings) {
      const std::string name{reading.name};
      if (reading.meaning == Meaning::credential && std::ranges::find(read, name) == read.end()) {
        read.push_back(name);
      }
    }
    for (const std::string& name : variables_for(Meaning::credential)) {
      if (is_set(view.environment, name) && std::ranges::find(read, name) == read.end() &&
          !name.starts_with("1CLAW")) {
        ignored.push_back(name);
      }
    }
  }
  set_list(facts, fact::credential_variables_read, std::move(read));
  set_list(facts, fact::credential_ignored_variables, std::move(ignored));
}

bool has_digit_credential(const Values& values) {
  return std::ranges::any_of(values, [](const auto& pair) {
    const std::string& name = pair.first;
    const bool is_credential =
        name.find("KEY") != std::string::npos || name.find("TOKEN") != std::string::npos;
    return name.starts_with("1CLAW") && is_credential && !pair.second.value.empty();
  });
}

}  // namespace

void state_problems(const std::string& value, Facts& facts) {
  const auto problems = inspect_credential(value);
  set_list(facts, fact::credential_problems, words_of(problems));
  for (const auto& [problem, key] : problem_facts) {
    facts.set(*key, has_problem(problems, problem));
  }
  const bool is_uuid = api::is_uuid(api::cleaned(value));
  facts.set(fact::credential_is_uuid, is_uuid);
  facts.set(fact::credential_usable, !is_uuid && std::ranges::none_of(problems, is_hopeless));
}

void state_credential(const Situation& situation, Facts& facts) {
  const View& view = situation.view();
  const Pick* pick = view.pick(Meaning::credential);
  state_names(view, facts);
  if (view.at_run_time(Meaning::credential)) {
    facts.set(fact::credential_at_run_time, true);
    facts.set(fact::credential_usable, false);
    return;
  }
  facts.set(fact::credential_present, pick != nullptr);
  if (pick == nullptr) {
    facts.set(fact::credential_usable, false);
    facts.set(fact::credential_only_digit_variables,
              has_digit_credential(situation.machine.environment) ||
                  has_digit_credential(situation.machine.dotenv_values));
    return;
  }
  state_kind(view, *pick, facts);
  state_problems(pick->found.value, facts);
  state_token(situation, *pick, facts);
  state_weaker(situation, *pick, facts);
  state_shared(situation, *pick, facts);
  facts.set(fact::credential_withheld, is_withheld(situation, pick->found));
}

}  // namespace doctor::setup
