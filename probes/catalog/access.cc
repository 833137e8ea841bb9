#include "probes/facts/access.h"

#include <algorithm>
#include <array>

#include "api/policy.h"
#include "api/records.h"
#include "core/text.h"
#include "probes/choice.h"
#include "probes/common.h"
#include "probes/facts/auth.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 6> needs{
    "token", "vault", "secrets", "whoami", "policies", "settings"};
constexpr std::array<const FactSpec*, 10> facts{&fact::access_verdict,
                                                &fact::access_stopped_at,
                                                &fact::access_reason,
                                                &fact::access_nearest,
                                                &fact::access_policy,
                                                &fact::access_condition,
                                                &fact::access_unknowns,
                                                &fact::access_path,
                                                &fact::access_permission,
                                                &fact::access_policies_known};

Question ask(const Known& known) {
  if (known.target().wish.secret_path.empty()) {
    return Skip{.blocked_by = "client", .reason = "no secret was named (--secret)"};
  }
  if (auto skip = no_token(known)) {
    return *skip;
  }
  if (known.facts().find(fact::vault_id) == nullptr) {
    return Skip{.blocked_by = "vault", .reason = "it is not known which vault is meant"};
  }
  if (!known.facts().get(fact::token_readable)) {
    return Skip{.blocked_by = "token", .reason = "the token's claims cannot be read"};
  }
  return Local{};
}

std::optional<std::vector<api::Policy>> read_policies(const Known& known) {
  const net::Answer* answer = known.answer("policies");
  const auto body = answer == nullptr ? std::nullopt : success_body(*answer);
  return body ? api::read_policies(body->root()) : std::nullopt;
}

std::string owner_of(const Known& known, const std::string& vault_id) {
  const auto vaults = listed_vaults(known);
  if (!vaults) {
    return {};
  }
  const auto record = std::ranges::find(*vaults, vault_id, &api::Vault::id);
  return record == vaults->end() ? std::string{} : record->created_by;
}

template <typename T>
std::optional<T> optional_fact(const Facts& in, const FactKey<T>& key) {
  const T* value = in.find(key);
  return value == nullptr ? std::nullopt : std::optional<T>{*value};
}

api::AccessQuestion question_of(const Known& known, const api::Claims& claims) {
  const Facts& in = known.facts();
  const setup::Wish& wish = known.target().wish;
  const bool agent = claims.subject == api::Subject::agent;
  api::AccessQuestion question;
  question.principal_type = api::word_of(claims.subject);
  question.principal_id = claims.subject_id;
  question.vault_id = in.get(fact::vault_id);
  question.path = wish.secret_path;
  question.permission = wish.permission;
  question.now = known.now();
  // An absent claim is no restriction that could be evaluated; an empty one is.
  question.bound_vaults = agent ? claims.vault_ids : std::nullopt;
  question.scopes = agent ? claims.scopes : std::nullopt;
  question.policies = read_policies(known);
  question.vault_owner = owner_of(known, question.vault_id);
  question.secret_type = in.get(fact::secrets_type);
  if (!wish.my_ip.empty()) {
    question.source_ip = wish.my_ip;
  }
  question.environment = claims.environment;
  question.intents_enabled = claims.intents_enabled;
  question.execution_require_tee = claims.execution_require_tee;
  question.passkey_required = optional_fact(in, fact::settings_passkey);
  return question;
}

void learn(const Known& known, const net::Answer&, Facts& out) {
  const auto claims = my_claims(known);
  if (!claims) {
    return;
  }
  const api::AccessQuestion question = question_of(known, *claims);
  const api::AccessAnswer answer = api::evaluate(question);
  using Verdict = api::AccessAnswer::Verdict;
  // An agent's list holds only what its policies let it see, so a listed path may be read even when
  // the policies themselves may not. It also overrules the scope `*`, which older documents give as
  // the default that covers everything.
  const bool old_default = answer.stopped_at == api::Stage::scope && question.scopes &&
                           std::ranges::count(*question.scopes, "*") > 0;
  const bool proven = (answer.verdict == Verdict::unknown || old_default) &&
                      question.permission == "read" && claims->subject == api::Subject::agent &&
                      known.facts().get(fact::secrets_listed);
  const bool allowed = answer.verdict == Verdict::allowed || proven;
  out.set(fact::access_verdict,
          allowed                             ? "allowed"
          : answer.verdict == Verdict::denied ? "denied"
                                              : "unknown");
  out.set(fact::access_stopped_at,
          std::string{api::word_of(proven ? api::Stage::none : answer.stopped_at)});
  out.set(fact::access_path, shown(question.path, 200));
  out.set(fact::access_permission, question.permission);
  out.set(fact::access_policies_known, question.policies.has_value());
  if (!answer.reason.empty()) {
    out.set(fact::access_reason, shown(answer.reason, 300));
  }
  if (!answer.nearest_miss.empty()) {
    out.set(fact::access_nearest, shown(answer.nearest_miss, 300));
  }
  if (!answer.policy_id.empty()) {
    out.set(fact::access_policy, shown(answer.policy_id, 64));
  }
  if (!answer.condition.empty()) {
    out.set(fact::access_condition, answer.condition);
  }
  if (!answer.unknowns.empty()) {
    out.set(fact::access_unknowns, answer.unknowns);
  }
}

}  // namespace

extern constinit const Probe probe_access{.id = "access",
                                          .layer = "access",
                                          .about = "May the principal do what the user wants?",
                                          .needs = needs,
                                          .facts = facts,
                                          .ask = ask,
                                          .learn = learn};

}  // namespace doctor::probes
