#include <array>

#include "api/records.h"
#include "core/text.h"
#include "probes/choice.h"
#include "probes/common.h"
#include "probes/facts/access.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 2> needs{"credential", "exchange"};
constexpr std::array<const FactSpec*, 6> own{&fact::agent_found,
                                             &fact::agent_wanted,
                                             &fact::agent_name,
                                             &fact::agent_is_me,
                                             &fact::agent_active,
                                             &fact::agent_intents};
constexpr auto facts = fact::with_request_facts<"agent">(own);

Question ask(const Known& known) {
  if (auto skip = no_token(known)) {
    return *skip;
  }
  if (!known.target().agent_id || known.target().agent_id->value.empty()) {
    return Skip{.blocked_by = "vault-id", .reason = "no agent id is configured"};
  }
  return authenticated(known, "agents.get", {{"agent", known.target().agent_id->value}});
}

void learn(const Known& known, const net::Answer& answer, Facts& out) {
  const auto body = success_body(answer);
  const auto agent = body ? api::read_agent(body->root()) : std::nullopt;
  learn_request<"agent">(answer, agent.has_value(), out);
  const std::string& wanted = known.target().agent_id->value;
  out.set(fact::agent_wanted, shown(wanted, 64));
  if (answer.status != 0) {
    out.set(fact::agent_found, agent.has_value());
  }
  const auto me = my_claims(known);
  if (me && me->subject == api::Subject::agent) {
    out.set(fact::agent_is_me, me->subject_id == wanted);
  }
  if (!agent) {
    return;
  }
  if (!agent->name.empty()) {
    out.set(fact::agent_name, shown(agent->name, 80));
  }
  if (agent->active) {
    out.set(fact::agent_active, *agent->active);
  }
  if (agent->intents_enabled) {
    out.set(fact::agent_intents, *agent->intents_enabled);
  }
}

}  // namespace

extern constinit const Probe probe_agent{.id = "agent",
                                         .layer = "access",
                                         .about = "Does the configured agent id exist for us?",
                                         .needs = needs,
                                         .facts = facts,
                                         .ask = ask,
                                         .learn = learn};

}  // namespace doctor::probes
