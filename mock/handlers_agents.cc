#include <algorithm>

#include "mock/handlers.h"
#include "mock/text.h"

namespace doctor::mock {
namespace {

constexpr Time made{std::chrono::seconds{1'772'500'000}};

JsonText agent_record(const Agent& agent) {
  return object({{"id", agent.id},
                 {"name", agent.name},
                 {"description", maybe(agent.description)},
                 {"auth_method", "api_key"},
                 {"scopes", agent.scopes},
                 {"is_active", agent.active},
                 {"intents_api_enabled", agent.intents_api_enabled},
                 {"execution_intents_enabled", agent.execution_intents_enabled},
                 {"intents_require_tee", agent.intents_require_tee},
                 {"execution_require_tee", agent.execution_require_tee},
                 {"token_ttl_seconds", agent.token_ttl_seconds},
                 {"vault_ids", agent.vault_ids},
                 {"shroud_enabled", agent.shroud_enabled},
                 {"memory_enabled", agent.memory_enabled},
                 {"environment", maybe(agent.environment)},
                 {"created_by", maybe(agent.created_by)},
                 {"created_at", made},
                 {"expires_at", maybe(agent.expires_at)},
                 {"api_key_expires_at", maybe(agent.api_key_expires_at)}});
}

bool ours(const Call& call, const Agent* agent) {
  return agent != nullptr && agent->org_id == call.who.org;
}

/// The agent of `{agent}`; agents may only look at themselves.
std::string_view agent_refusal(Call& call, Agent*& agent) {
  agent = find_agent(call.state, call.params.at("agent"));
  if (call.who.kind == Kind::agent && call.who.id != call.params.at("agent")) {
    return ours(call, agent) ? "cross_agent" : "agent_not_found";
  }
  return ours(call, agent) ? "" : "agent_not_found";
}

void apply(const Body& body, Agent& agent) {
  const auto flag = [&body](const char* name, bool& into) {
    into = body.has(name) ? body.text(name) == "true" : into;
  };
  flag("is_active", agent.active);
  flag("intents_api_enabled", agent.intents_api_enabled);
  flag("shroud_enabled", agent.shroud_enabled);
  flag("memory_enabled", agent.memory_enabled);
  agent.name = body.has("name") ? body.text("name") : agent.name;
  agent.description = body.has("description") ? body.text("description") : agent.description;
  agent.scopes = body.texts("scopes").value_or(agent.scopes);
  agent.vault_ids = body.texts("vault_ids").value_or(agent.vault_ids);
  agent.token_ttl_seconds = body.number("token_ttl_seconds").value_or(agent.token_ttl_seconds);
}

}  // namespace

Agent* find_agent(State& state, const std::string& id) {
  auto& agents = state.world.agents;
  const auto found =
      std::ranges::find_if(agents, [&id](const auto& entry) { return entry.second.id == id; });
  return found == agents.end() ? nullptr : &found->second;
}

Answer get_agents(Call& call) {
  std::vector<JsonText> records;
  for (const auto& [name, agent] : call.state.world.agents) {
    if (ours(call, &agent)) {
      records.push_back(agent_record(agent));
    }
  }
  return json_answer(200, object({{"agents", array(records)}}));
}

Answer post_agent(Call& call) {
  if (auto full = resource_limit(call, "agents")) {
    return *full;
  }
  const Body body(call.request.body);
  if (!body.has("name")) {
    return call.refuse("field_missing");
  }
  Agent agent{.id = call.state.new_id(),
              .org_id = call.who.org,
              .created_by = call.who.id,
              .guardrail = {},
              .expires_at = {},
              .api_key_expires_at = {},
              .revoked_before = {}};
  agent.key = "ocv_" + sha256_hex(agent.id).substr(0, 40);
  apply(body, agent);
  call.state.world.agents[agent.id] = agent;
  return json_answer(201, object({{"agent", agent_record(agent)}, {"api_key", agent.key}}));
}

Answer get_agent_self(Call& call) {
  const Agent& agent = *call.who.agent;
  return json_answer(200,
                     object({{"id", agent.id},
                             {"name", agent.name},
                             {"description", maybe(agent.description)},
                             {"org_id", agent.org_id},
                             {"scopes", agent.scopes},
                             {"is_active", agent.active},
                             {"intents_api_enabled", agent.intents_api_enabled},
                             {"created_by", maybe(agent.created_by)},
                             {"created_at", made},
                             {"expires_at", maybe(agent.expires_at)},
                             {"shroud_enabled", agent.shroud_enabled}}));
}

Answer get_agent(Call& call) {
  Agent* agent = nullptr;
  const std::string_view refused = agent_refusal(call, agent);
  return refused.empty() ? json_answer(200, agent_record(*agent)) : call.refuse(refused);
}

Answer patch_agent(Call& call) {
  Agent* agent = nullptr;
  if (const std::string_view refused = agent_refusal(call, agent); !refused.empty()) {
    return call.refuse(refused);
  }
  apply(Body(call.request.body), *agent);
  return json_answer(200, agent_record(*agent));
}

Answer delete_agent(Call& call) {
  Agent* agent = nullptr;
  if (const std::string_view refused = agent_refusal(call, agent); !refused.empty()) {
    return call.refuse(refused);
  }
  const std::string id = agent->id;
  std::erase_if(call.state.world.agents,
                [&id](const auto& entry) { return entry.second.id == id; });
  return no_content();
}

Answer post_rotate_key(Call& call) {
  Agent* agent = nullptr;
  if (const std::string_view refused = agent_refusal(call, agent); !refused.empty()) {
    return call.refuse(refused);
  }
  agent->old_keys.push_back(agent->key);
  agent->key = "ocv_" + sha256_hex(call.state.new_id()).substr(0, 40);
  return json_answer(200, object({{"api_key", agent->key}}));
}

Answer get_signing_keys(Call& call) {
  Agent* agent = nullptr;
  const std::string_view refused = agent_refusal(call, agent);
  return refused.empty() ? json_answer(200, object({{"keys", array({})}})) : call.refuse(refused);
}

}  // namespace doctor::mock
