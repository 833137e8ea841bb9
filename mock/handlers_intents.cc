// The Intents API: what the doctor never calls, but whose refusals clients see.

#include "mock/handlers.h"

namespace doctor::mock {
namespace {

/// The claim is stamped when the token is made; the record is what it would be stamped with now.
std::string_view intents_refusal(const Call& call) {
  if (call.who.kind != Kind::agent) {
    return "agents_only";
  }
  if (call.params.at("agent") != call.who.id) {
    return "cross_agent";
  }
  if (!call.who.claims.intents_api_enabled) {
    return call.who.agent->intents_api_enabled ? "intents_token" : "intents_agent";
  }
  return "";
}

Answer guardrail_answer(const Call& call, const Guardrail& rail) {
  return call.refuse("guardrail",
                     {.detail = {},
                      .members = {{"reason_code", rail.reason_code},
                                  {"limit", rail.limit},
                                  {"current", rail.current},
                                  {"attempted", rail.attempted}}});
}

JsonText transaction(Call& call) {
  const Body body(call.request.body);
  return object({{"id", call.state.new_id()},
                 {"agent_id", call.who.id},
                 {"chain", body.text("chain")},
                 {"to", body.text("to")},
                 {"status", "pending"},
                 {"created_at", call.state.now()}});
}

}  // namespace

Answer post_transaction(Call& call) {
  if (const std::string_view refused = intents_refusal(call); !refused.empty()) {
    return call.refuse(refused);
  }
  if (call.who.agent->guardrail) {
    return guardrail_answer(call, *call.who.agent->guardrail);
  }
  return json_answer(201, transaction(call));
}

Answer get_transactions(Call& call) {
  const std::string_view refused = call.who.kind == Kind::agent ? intents_refusal(call) : "";
  return refused.empty() ? json_answer(200, object({{"transactions", array({})}}))
                         : call.refuse(refused);
}

Answer post_simulate(Call& call) {
  if (const std::string_view refused = intents_refusal(call); !refused.empty()) {
    return call.refuse(refused);
  }
  return json_answer(200,
                     object({{"simulation_id", call.state.new_id()},
                             {"status", "success"},
                             {"gas_used", 21000},
                             {"simulated_at", call.state.now()}}));
}

Answer post_sign(Call& call) {
  if (const std::string_view refused = intents_refusal(call); !refused.empty()) {
    return call.refuse(refused);
  }
  if (call.who.agent->guardrail) {
    return guardrail_answer(call, *call.who.agent->guardrail);
  }
  const Body body(call.request.body);
  return json_answer(
      200, object({{"intent_type", body.text("intent_type")}, {"chain", body.text("chain")}}));
}

}  // namespace doctor::mock
