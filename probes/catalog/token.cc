#include <algorithm>
#include <array>
#include <optional>

#include "api/policy.h"
#include "core/text.h"
#include "probes/common.h"
#include "probes/facts/auth.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 3> needs{"credential", "exchange", "clock"};
constexpr std::array<const FactSpec*, 18> facts{&fact::token_source,
                                                &fact::token_readable,
                                                &fact::token_subject,
                                                &fact::token_subject_id,
                                                &fact::token_expired,
                                                &fact::token_expires_in,
                                                &fact::token_expires_text,
                                                &fact::token_future,
                                                &fact::token_lifetime,
                                                &fact::token_scopes,
                                                &fact::token_scopes_state,
                                                &fact::token_vaults,
                                                &fact::token_vaults_state,
                                                &fact::token_intents,
                                                &fact::token_execution_tee,
                                                &fact::token_dpop,
                                                &fact::token_runtime,
                                                &fact::token_algorithm};

Question ask(const Known& known) {
  switch (auth_route(known)) {
    case AuthRoute::none:
      return Skip{.blocked_by = "credential", .reason = "there is no token"};
    case AuthRoute::direct:
      return Local{};
    default:
      break;
  }
  const net::Answer* answer = known.answer("exchange");
  if (answer == nullptr || !answer->token_present) {
    return Skip{.blocked_by = "exchange", .reason = "the exchange gave no token"};
  }
  return Local{};
}

void learn_times(const api::Claims& claims, TimePoint now, Facts& out) {
  if (claims.expires_at) {
    const std::int64_t left = seconds_between(now, *claims.expires_at);
    out.set(fact::token_expires_in, left);
    out.set(fact::token_expired, left <= 0);
    out.set(fact::token_expires_text, format_duration(std::chrono::seconds{left}));
    if (claims.issued_at) {
      out.set(fact::token_lifetime, seconds_between(*claims.issued_at, *claims.expires_at));
    }
  }
  const auto start = claims.not_before ? claims.not_before : claims.issued_at;
  if (start) {
    constexpr std::int64_t tolerance = 60;
    out.set(fact::token_future, seconds_between(now, *start) > tolerance);
  }
}

void learn_rights(const api::Claims& claims, Facts& out) {
  if (!claims.scopes) {
    out.set(fact::token_scopes_state, "absent");
  } else {
    const bool globs = std::ranges::any_of(*claims.scopes, api::looks_like_glob);
    out.set(fact::token_scopes_state,
            claims.scopes->empty() ? "empty"
            : globs                ? "globs"
                                   : "permission_words");
    out.set(fact::token_scopes, *claims.scopes);
  }
  if (!claims.vault_ids) {
    out.set(fact::token_vaults_state, "absent");
  } else {
    out.set(fact::token_vaults_state, claims.vault_ids->empty() ? "empty" : "listed");
    out.set(fact::token_vaults, *claims.vault_ids);
  }
  if (claims.intents_enabled) {
    out.set(fact::token_intents, *claims.intents_enabled);
  }
  if (claims.execution_require_tee) {
    out.set(fact::token_execution_tee, *claims.execution_require_tee);
  }
}

void learn(const Known& known, const net::Answer&, Facts& out) {
  const net::Answer* exchange = known.answer("exchange");
  const bool exchanged = exchange != nullptr && exchange->token_present;
  const std::optional<api::Claims>& claims =
      exchanged ? exchange->token : known.target().credential.claims;
  out.set(fact::token_source,
          exchanged                                                    ? "exchange"
          : known.target().credential.kind == api::CredentialKind::jwt ? "configured"
                                                                       : "key");
  out.set(fact::token_readable, claims.has_value());
  if (!claims) {
    return;
  }
  out.set(fact::token_subject, std::string{api::word_of(claims->subject)});
  if (!claims->subject_id.empty()) {
    out.set(fact::token_subject_id, shown(claims->subject_id, 64));
  }
  out.set(fact::token_algorithm, shown(claims->algorithm, 20));
  out.set(fact::token_dpop, !claims->dpop_thumbprint.empty());
  out.set(fact::token_runtime, !claims->runtime_id.empty());
  learn_times(*claims, known.now(), out);
  learn_rights(*claims, out);
}

}  // namespace

extern constinit const Probe probe_token{.id = "token",
                                         .layer = "auth",
                                         .about = "What does the access token say?",
                                         .needs = needs,
                                         .facts = facts,
                                         .ask = ask,
                                         .learn = learn};

}  // namespace doctor::probes
