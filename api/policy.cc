#include "api/policy.h"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

#include "api/policy_match.h"
#include "core/text.h"

namespace doctor::api {
namespace {

using Verdict = AccessAnswer::Verdict;

constexpr std::size_t longest_text = 100;

struct Judged {
  const Policy* policy = nullptr;
  PolicyFit fit;
};

void deny(AccessAnswer& answer, Stage stage, std::string reason) {
  answer.verdict = Verdict::denied;
  answer.stopped_at = stage;
  answer.reason = std::move(reason);
}

/// Something that might still stop the request, and cannot be read.
void doubt(AccessAnswer& answer, Stage stage, std::string what) {
  if (answer.stopped_at == Stage::none) {
    answer.stopped_at = stage;
  }
  answer.unknowns.push_back(std::move(what));
}

void judge_binding(const AccessQuestion& question, AccessAnswer& answer) {
  if (question.principal_type != "agent") {
    return;
  }
  if (!question.bound_vaults) {
    doubt(answer, Stage::binding, "the token's vault binding");
  } else if (question.bound_vaults->empty()) {
    // Documents disagree: all vaults (March 2026), or none (later).
    doubt(answer, Stage::binding, "what a token with an empty vault binding may reach");
  } else if (std::ranges::find(*question.bound_vaults, question.vault_id) ==
             question.bound_vaults->end()) {
    deny(answer, Stage::binding, "The token is not bound to this vault");
  }
}

std::string scope_reason(const AccessQuestion& question) {
  const std::string path = shown(question.path, longest_text);
  const std::vector<std::string>& scopes = *question.scopes;
  if (scopes.empty()) {
    return "The token has no scopes, so it reaches no secret";
  }
  if (std::ranges::none_of(scopes, looks_like_glob)) {
    return fmt::format(
        "The token's scope `{}` is a permission word and not a path pattern, so it "
        "covers no path",
        shown(scopes.front(), longest_text));
  }
  return fmt::format(
      "None of the token's scopes ({}) covers `{}`", shown(join(scopes, ", "), longest_text), path);
}

void judge_scopes(const AccessQuestion& question, AccessAnswer& answer) {
  if (!question.scopes) {
    if (question.principal_type == "agent") {
      doubt(answer, Stage::scope, "the token's scopes");
    }
    return;
  }
  const auto covers = [&](const std::string& scope) {
    return glob_matches(scope, question.path);
  };
  if (std::ranges::none_of(*question.scopes, covers)) {
    deny(answer, Stage::scope, scope_reason(question));
  }
}

std::vector<Judged> judge_policies(const AccessQuestion& question) {
  std::vector<Judged> out;
  for (const Policy& policy : *question.policies) {
    if (policy.vault_id.empty() || policy.vault_id == question.vault_id) {
      out.push_back({.policy = &policy, .fit = fit_of(policy, question)});
    }
  }
  return out;
}

/// The strongest policy of one effect that fits; `least` is how surely it has to.
const Judged* strongest(const std::vector<Judged>& policies, bool denying, Fit least) {
  const Judged* out = nullptr;
  for (const Judged& judged : policies) {
    const Fit fit = overall(judged.fit);
    const bool fits = fit == Fit::yes || (least == Fit::unknown && fit == Fit::unknown);
    if (fits && judged.policy->deny == denying &&
        (out == nullptr || judged.policy->priority > out->policy->priority)) {
      out = &judged;
    }
  }
  return out;
}

constexpr std::int64_t priority_of(const Judged* judged) {
  return judged == nullptr ? std::numeric_limits<std::int64_t>::min() : judged->policy->priority;
}

/// The reason when no policy allows it, by what the nearest one lacks first.
std::string reason_for(Stage stage, const AccessQuestion& question) {
  const std::string path = shown(question.path, longest_text);
  switch (stage) {
    case Stage::principal:
      return fmt::format("No policy of this vault names this {}", question.principal_type);
    case Stage::path:
      return fmt::format(
          "No policy of this vault for this {} covers `{}`", question.principal_type, path);
    case Stage::permission:
      return fmt::format("The policies that cover `{}` do not grant {}", path, question.permission);
    case Stage::expiry:
      return fmt::format("The policy that covered `{}` has expired", path);
    default:
      return fmt::format("The policy that covers `{}` has a condition that is not met", path);
  }
}

/// The allowing policy that comes closest; among those of this principal, or of anyone.
const Judged* nearest_of(const std::vector<Judged>& policies,
                         const AccessQuestion& question,
                         bool own_only) {
  const Judged* out = nullptr;
  int least = std::numeric_limits<int>::max();
  for (const Judged& judged : policies) {
    const int away = distance(*judged.policy, judged.fit, question);
    if (!judged.policy->deny && (judged.fit.principal || !own_only) && away < least) {
      out = &judged;
      least = away;
    }
  }
  return out;
}

void explain_denial(const std::vector<Judged>& policies,
                    const AccessQuestion& question,
                    AccessAnswer& answer) {
  const Judged* const own = nearest_of(policies, question, true);
  const Judged* const nearest = nearest_of(policies, question, false);
  const Stage stage = own == nullptr ? Stage::principal : lacking(own->fit);
  deny(answer, stage, reason_for(stage, question));
  answer.condition = stage == Stage::condition ? own->fit.condition : std::string{};
  if (nearest != nullptr) {
    answer.nearest_miss = describe_miss(*nearest->policy, nearest->fit, question);
  }
}

void doubt_condition(const Judged& judged, AccessAnswer& answer) {
  answer.policy_id = judged.policy->id;
  answer.condition = judged.fit.condition;
  doubt(answer,
        Stage::condition,
        fmt::format("whether the {} condition of policy `{}` is met",
                    judged.fit.condition,
                    shown(judged.policy->path_pattern, longest_text)));
}

void judge_by_policies(const AccessQuestion& question, AccessAnswer& answer) {
  if (!question.policies) {
    doubt(answer, Stage::principal, "the vault's policies");
    return;
  }
  const std::vector<Judged> policies = judge_policies(question);
  const Judged* const allow = strongest(policies, false, Fit::yes);
  const Judged* const perhaps_allow = strongest(policies, false, Fit::unknown);
  const Judged* const denial = strongest(policies, true, Fit::yes);
  const Judged* const perhaps_denial = strongest(policies, true, Fit::unknown);
  if (denial != nullptr && priority_of(denial) >= priority_of(perhaps_allow)) {
    deny(answer,
         Stage::effect,
         fmt::format("A policy with effect deny covers `{}`", shown(question.path, longest_text)));
    answer.policy_id = denial->policy->id;
  } else if (perhaps_allow == nullptr) {
    explain_denial(policies, question, answer);
  } else if (priority_of(allow) > priority_of(perhaps_denial)) {
    answer.policy_id = allow->policy->id;
  } else if (priority_of(allow) > priority_of(denial)) {
    doubt_condition(*perhaps_denial, answer);
  } else {
    doubt_condition(*perhaps_allow, answer);
  }
}

void judge_grant(const AccessQuestion& question, AccessAnswer& answer) {
  if (names_principal(question.vault_owner, question)) {
    return;  // who created the vault needs no policy
  }
  judge_by_policies(question, answer);
  if (question.vault_owner.empty() && answer.verdict == Verdict::denied) {
    answer.unknowns.emplace_back("who created the vault");
  }
}

/// Reads that are blocked by design, whatever the policies say.
void judge_secret_type(const AccessQuestion& question, AccessAnswer& answer) {
  if (question.principal_type != "agent" || question.permission != "read") {
    return;
  }
  if (question.execution_require_tee.value_or(false)) {
    deny(answer,
         Stage::secret_type,
         "The agent may use secrets only through execution in a TEE, so direct reads are blocked");
    return;
  }
  const bool signing_key =
      question.secret_type == "private_key" || question.secret_type == "ssh_key";
  if (signing_key && !question.intents_enabled) {
    doubt(answer, Stage::secret_type, "whether Intents is enabled for this agent");
  } else if (signing_key && *question.intents_enabled) {
    deny(answer,
         Stage::secret_type,
         fmt::format("An agent with Intents enabled cannot read a secret of type {}; it signs with "
                     "it instead",
                     question.secret_type));
  } else if (question.secret_type.empty() && question.intents_enabled.value_or(false)) {
    doubt(answer, Stage::secret_type, "the type of the secret");
  }
}

void judge_passkey(const AccessQuestion& question, AccessAnswer& answer) {
  if (question.principal_type != "user" || question.permission != "read") {
    return;
  }
  if (!question.passkey_required) {
    doubt(answer, Stage::passkey, "whether secret reads need a passkey");
  } else if (*question.passkey_required) {
    deny(
        answer, Stage::passkey, "The user's settings ask for a passkey unlock before secret reads");
  }
}

std::string open_reason(const AccessAnswer& answer) {
  return answer.unknowns.empty()
             ? "Nothing that can be read stops this request"
             : fmt::format("It cannot be decided without {}", join(answer.unknowns, " and "));
}

}  // namespace

std::string_view word_of(Stage stage) {
  constexpr std::array<std::string_view, 11> words{"none",
                                                   "binding",
                                                   "scope",
                                                   "principal",
                                                   "path",
                                                   "permission",
                                                   "effect",
                                                   "expiry",
                                                   "condition",
                                                   "secret_type",
                                                   "passkey"};
  return words.at(static_cast<std::size_t>(stage));
}

std::string_view word_of(Verdict verdict) {
  constexpr std::array<std::string_view, 3> words{"allowed", "denied", "unknown"};
  return words.at(static_cast<std::size_t>(verdict));
}

AccessAnswer evaluate(const AccessQuestion& question) {
  AccessAnswer answer;
  for (const auto judge :
       {judge_binding, judge_scopes, judge_grant, judge_secret_type, judge_passkey}) {
    judge(question, answer);
    if (answer.verdict == Verdict::denied) {
      return answer;
    }
  }
  answer.verdict = answer.unknowns.empty() ? Verdict::allowed : Verdict::unknown;
  answer.reason = open_reason(answer);
  return answer;
}

}  // namespace doctor::api
