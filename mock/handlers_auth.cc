// Credentials for tokens, and the other ways to sign in.

#include <algorithm>

#include "mock/handlers.h"

namespace doctor::mock {
namespace {

bool past(const std::optional<Time>& limit, Time now) {
  return limit && *limit <= now;
}

bool denied_by_risk(const std::string& risk) {
  return risk == "high" || risk == "critical";
}

/// The cause that refuses this agent its token; empty: none.
std::string_view exchange_refusal(const State& state, const Agent& agent, const Body& body) {
  const Time now = state.now();
  if (agent.needs_agent_id && !body.has("agent_id")) {
    return "credentials_invalid";
  }
  if (!agent.active) {
    return "agent_inactive";
  }
  if (past(agent.expires_at, now)) {
    return "agent_expired";
  }
  if (past(agent.api_key_expires_at, now)) {
    return "key_expired";
  }
  return denied_by_risk(agent.risk) ? "risk_denied" : "";
}

JsonText entitlements(const Agent& agent) {
  return object({{"intents_api", agent.intents_api_enabled},
                 {"execution_intents", agent.execution_intents_enabled},
                 {"execution_require_tee", agent.execution_require_tee},
                 {"intents_require_tee", agent.intents_require_tee},
                 {"cards", false},
                 {"memory", agent.memory_enabled},
                 {"shroud", agent.shroud_enabled},
                 {"discoverable", false},
                 {"treasury_signer", false},
                 {"has_delegations", false}});
}

Answer agent_token(Call& call, const Agent& agent) {
  const std::string token = call.state.issue(agent);
  std::optional<JsonText> lifetime;
  if (!agent.omit_expires_in) {
    lifetime = agent.token_ttl_seconds;
  }
  if (call.state.world.api.shapes == "march") {
    return json_answer(
        200, object({{"access_token", token}, {"token_type", "Bearer"}, {"expires_in", lifetime}}));
  }
  return json_answer(200,
                     object({{"access_token", token},
                             {"token_type", "Bearer"},
                             {"expires_in", lifetime},
                             {"agent_id", agent.id},
                             {"vault_ids", vault_ids_of(call.state.world, agent)},
                             {"entitlements", entitlements(agent)}}));
}

Answer user_token(Call& call, const Person& user) {
  const std::chrono::seconds ttl(user.token_ttl_seconds);
  return json_answer(200,
                     object({{"access_token", call.state.issue(user, ttl)},
                             {"token_type", "Bearer"},
                             {"expires_in", ttl.count()}}));
}

const Person* by_email(const World& world, const std::string& email) {
  const auto found = std::ranges::find_if(
      world.users, [&email](const auto& entry) { return entry.second.email == email; });
  return found == world.users.end() ? nullptr : &found->second;
}

}  // namespace

Answer post_agent_token(Call& call) {
  const Body body(call.request.body);
  const bool march = call.state.world.api.shapes == "march";
  if (!body.valid()) {
    return call.refuse("body_invalid");
  }
  if (!body.has("api_key") || (march && !body.has("agent_id"))) {
    return call.refuse("field_missing");
  }
  const std::string key = body.text("api_key");
  const auto& agents = call.state.world.agents;
  const auto found = std::ranges::find_if(agents, [&key](const auto& entry) {
    return !entry.second.key.empty() && entry.second.key == key;
  });
  const bool named = body.has("agent_id");
  if (found == agents.end()) {
    const bool known_agent = named && find_agent(call.state, body.text("agent_id")) != nullptr;
    return call.refuse(known_agent ? "agent_id_mismatch" : "credentials_invalid");
  }
  const Agent& agent = found->second;
  if (named && body.text("agent_id") != agent.id) {
    return call.refuse("agent_id_mismatch");
  }
  const std::string_view refused = exchange_refusal(call.state, agent, body);
  return refused.empty() ? agent_token(call, agent) : call.refuse(refused);
}

Answer post_key_token(Call& call) {
  const Body body(call.request.body);
  if (!body.valid()) {
    return call.refuse("body_invalid");
  }
  if (!body.has("api_key")) {
    return call.refuse("field_missing");
  }
  const std::string given = body.text("api_key");
  for (const auto& [name, user] : call.state.world.users) {
    for (const ApiKey& key : user.keys) {
      if (key.key != given) {
        continue;
      }
      if (!key.active || !user.active) {
        return call.refuse(key.active ? "user_inactive" : "key_inactive");
      }
      if (past(key.expires_at, call.state.now())) {
        return call.refuse("key_expired");
      }
      return denied_by_risk(user.risk) ? call.refuse("risk_denied") : user_token(call, user);
    }
  }
  return call.refuse("api_key_invalid");
}

Answer post_password_token(Call& call) {
  const Body body(call.request.body);
  if (!body.valid()) {
    return call.refuse("body_invalid");
  }
  if (!body.has("email") || !body.has("password")) {
    return call.refuse("field_missing");
  }
  const Person* user = by_email(call.state.world, body.text("email"));
  if (user != nullptr && user->locked) {
    return call.refuse("lockout");
  }
  if (user == nullptr || !user->active || user->password.empty() ||
      user->password != body.text("password")) {
    return call.refuse("credentials_invalid");
  }
  if (denied_by_risk(user->risk)) {
    return call.refuse("risk_denied");
  }
  if (user->mfa) {
    return json_answer(200,
                       object({{"mfa_required", true},
                               {"mfa_token", "mfa_" + call.state.new_id()},
                               {"access_token", ""},
                               {"expires_in", 300}}));
  }
  return user_token(call, *user);
}

Answer delete_token(Call& call) {
  if (!call.who.claims.id.empty()) {
    call.state.revoked.insert(call.who.claims.id);
  }
  return call.state.world.api.shapes == "march" ? json_answer(200, object({{"revoked", true}}))
                                                : no_content();
}

Answer post_refresh(Call& call) {
  return call.refuse(call.state.world.api.shapes == "march" ? "refresh_unimplemented"
                                                            : "token_malformed");
}

Answer post_mfa_verify(Call& call) {
  return call.refuse("mfa_invalid");
}

Answer post_google(Call& call) {
  return call.refuse("credentials_invalid");
}

Answer post_federated_token(Call& call) {
  return problem(call.state.world.api, 503, "RS256 signing key not configured");
}

}  // namespace doctor::mock
