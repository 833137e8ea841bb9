#include <array>

#include "probes/common.h"
#include "probes/facts/auth.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 3> needs{"base-url", "credential", "dns"};
constexpr std::array<const FactSpec*, 6> own{&fact::exchange_route,
                                             &fact::exchange_token,
                                             &fact::exchange_expires_in,
                                             &fact::exchange_no_expiry,
                                             &fact::exchange_mfa,
                                             &fact::exchange_agent_id_sent};
constexpr auto facts = fact::with_request_facts<"exchange">(own);

bool is_agent_route(const Known& known) {
  return auth_route(known) == AuthRoute::exchange_agent;
}

Question ask(const Known& known) {
  const AuthRoute route = auth_route(known);
  if (route == AuthRoute::none) {
    return Skip{.blocked_by = "credential", .reason = "there is no key to exchange"};
  }
  if (route == AuthRoute::direct) {
    return Skip{.blocked_by = "credential", .reason = "the credential is a Bearer already"};
  }
  if (auto skip = no_way(known)) {
    return *skip;
  }
  net::HttpAsk ask = api_ask(known,
                             is_agent_route(known) ? "auth.agent-token" : "auth.api-key-token",
                             net::Credential::exchange_key);
  if (is_agent_route(known) && known.target().agent_id) {
    ask.agent_id = known.target().agent_id->value;
  }
  return net::Ask{std::move(ask)};
}

void learn(const Known& known, const net::Answer& answer, Facts& out) {
  learn_request<"exchange">(answer, answer.token_present, out);
  const bool agent = is_agent_route(known);
  out.set(fact::exchange_route, agent ? "agent-token" : "api-key-token");
  if (agent) {
    out.set(fact::exchange_agent_id_sent, known.target().agent_id.has_value());
  }
  if (answer.status == 0 || answer.failure != net::Failure::none) {
    return;
  }
  out.set(fact::exchange_token, answer.token_present);
  const auto body = success_body(answer);
  if (!body) {
    return;
  }
  out.set(fact::exchange_mfa, body->root()["mfa_required"].boolean().value_or(false));
  if (!answer.token_present) {
    return;
  }
  const auto expires_in = body->root()["expires_in"].integer();
  // Nobody issues a token that has ended already: 0 is a field that was not filled in.
  const bool announced = expires_in.value_or(0) > 0;
  out.set(fact::exchange_no_expiry, !announced);
  if (announced) {
    out.set(fact::exchange_expires_in, *expires_in);
  }
}

}  // namespace

extern constinit const Probe probe_exchange{.id = "exchange",
                                            .layer = "auth",
                                            .about = "Does the key give an access token?",
                                            .needs = needs,
                                            .facts = facts,
                                            .ask = ask,
                                            .learn = learn};

}  // namespace doctor::probes
