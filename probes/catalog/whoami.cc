#include <algorithm>
#include <array>
#include <chrono>

#include "api/policy.h"
#include "api/records.h"
#include "core/text.h"
#include "probes/common.h"
#include "probes/facts/auth.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 2> needs{"credential", "exchange"};
constexpr std::array<const FactSpec*, 11> own{&fact::whoami_kind,
                                              &fact::whoami_id,
                                              &fact::whoami_name,
                                              &fact::whoami_active,
                                              &fact::whoami_intents,
                                              &fact::whoami_scopes,
                                              &fact::whoami_scopes_state,
                                              &fact::whoami_expires_in,
                                              &fact::whoami_key_expires_in,
                                              &fact::whoami_days_left,
                                              &fact::whoami_key_days_left};
constexpr auto facts = fact::with_request_facts<"whoami">(own);

/// The token's own word comes before the probe `token` has run, so that this costs no round trip.
std::string kind_asked(const Known& known) {
  const net::Answer* exchange = known.answer("exchange");
  const auto& claims =
      exchange != nullptr && exchange->token ? exchange->token : known.target().credential.claims;
  if (claims && claims->subject != api::Subject::unknown) {
    return std::string{api::word_of(claims->subject)};
  }
  return principal_kind(known);
}

Question ask(const Known& known) {
  const std::string kind = kind_asked(known);
  if (auto skip = no_token(known)) {
    return *skip;
  }
  if (kind == "platform") {
    return Skip{.blocked_by = "credential", .reason = "a platform key has no record of its own"};
  }
  return authenticated(known, kind == "user" ? "auth.me" : "agents.me");
}

std::int64_t days_between(TimePoint from, TimePoint to) {
  return std::chrono::floor<std::chrono::days>(to - from).count();
}

void learn_agent(const api::AgentRecord& agent, TimePoint now, Facts& out) {
  out.set(fact::whoami_kind, "agent");
  out.set(fact::whoami_id, shown(agent.id, 64));
  if (!agent.name.empty()) {
    out.set(fact::whoami_name, shown(agent.name, 80));
  }
  if (agent.active) {
    out.set(fact::whoami_active, *agent.active);
  }
  if (agent.intents_enabled) {
    out.set(fact::whoami_intents, *agent.intents_enabled);
  }
  if (agent.scopes) {
    const bool globs = std::ranges::any_of(*agent.scopes, api::looks_like_glob);
    out.set(fact::whoami_scopes, *agent.scopes);
    out.set(fact::whoami_scopes_state,
            agent.scopes->empty() ? "empty"
            : globs               ? "globs"
                                  : "permission_words");
  }
  if (agent.expires_at) {
    out.set(fact::whoami_expires_in, seconds_between(now, *agent.expires_at));
    out.set(fact::whoami_days_left, days_between(now, *agent.expires_at));
  }
  if (agent.key_expires_at) {
    out.set(fact::whoami_key_expires_in, seconds_between(now, *agent.key_expires_at));
    out.set(fact::whoami_key_days_left, days_between(now, *agent.key_expires_at));
  }
}

void learn(const Known& known, const net::Answer& answer, Facts& out) {
  const auto body = success_body(answer);
  const bool user = answer.url.ends_with("/auth/me");
  const auto agent_record = body && !user ? api::read_agent(body->root()) : std::nullopt;
  const auto user_record = body && user ? api::read_user(body->root()) : std::nullopt;
  learn_request<"whoami">(answer, agent_record || user_record, out);
  if (agent_record) {
    learn_agent(*agent_record, known.now(), out);
  } else if (user_record) {
    out.set(fact::whoami_kind, "user");
    out.set(fact::whoami_id, shown(user_record->id, 64));
    if (!user_record->role.empty()) {
      out.set(fact::whoami_name, shown(user_record->role, 40));
    }
  }
}

}  // namespace

extern constinit const Probe probe_whoami{.id = "whoami",
                                          .layer = "auth",
                                          .about = "Who does the token make us?",
                                          .needs = needs,
                                          .facts = facts,
                                          .ask = ask,
                                          .learn = learn};

}  // namespace doctor::probes
