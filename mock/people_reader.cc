#include <utility>

#include "mock/text.h"
#include "mock/world_reader.h"

namespace doctor::mock {
namespace {

/// `agent:ci-bot` → its type and id; a name nobody has stands for an id.
std::pair<std::string, std::string> principal(const World& world, const std::string& text) {
  const std::size_t colon = text.find(':');
  std::string type = text.substr(0, colon);
  std::string name = colon == std::string::npos ? "" : text.substr(colon + 1);
  if (type == "agent" && world.agents.contains(name)) {
    name = world.agents.at(name).id;
  } else if (type == "user" && world.users.contains(name)) {
    name = world.users.at(name).id;
  }
  return {std::move(type), std::move(name)};
}

void read_agent_flags(Fields& in, Agent& agent) {
  in.read("active", agent.active);
  in.read("needs_agent_id", agent.needs_agent_id);
  in.read("intents_api_enabled", agent.intents_api_enabled);
  in.read("execution_intents_enabled", agent.execution_intents_enabled);
  in.read("intents_require_tee", agent.intents_require_tee);
  in.read("execution_require_tee", agent.execution_require_tee);
  in.read("shroud_enabled", agent.shroud_enabled);
  in.read("memory_enabled", agent.memory_enabled);
  in.read("dpop", agent.dpop);
  in.read("omit_expires_in", agent.omit_expires_in);
  in.read("token_ttl_seconds", agent.token_ttl_seconds);
  in.read("expires_at", agent.expires_at);
  in.read("api_key_expires_at", agent.api_key_expires_at);
  in.read("revoked_before", agent.revoked_before);
}

}  // namespace

void read_id(Fields& in, std::string& id, const std::string& seed) {
  id = stable_uuid(seed);
  in.read("id", id);
}

std::pair<std::string, std::string> read_principal(Fields& in,
                                                   const char* member,
                                                   const World& world,
                                                   std::string text) {
  in.read(member, text);
  auto found = principal(world, text);
  if (found.first != "agent" && found.first != "user") {
    in.fail(member, "agent:NAME or user:NAME is expected");
  }
  return found;
}

ApiKey read_key(const std::string& name, Fields& in) {
  ApiKey key{.name = name, .expires_at = {}};
  read_id(in, key.id, "key:" + name);
  in.read("name", key.name);
  in.read("key", key.key);
  in.read("active", key.active);
  in.read("expires_at", key.expires_at);
  return key;
}

void read_user(const std::string& name, Fields& in, World& world) {
  Person user{.name = name, .role = "owner", .revoked_before = {}};
  read_id(in, user.id, "user:" + name);
  user.email = name + "@example.com";
  in.read("email", user.email);
  in.read("display_name", user.name);
  in.read("password", user.password);
  in.read("role", user.role);
  in.read("active", user.active);
  in.read("mfa", user.mfa);
  in.read("locked", user.locked);
  in.read("require_passkey_for_vaults", user.require_passkey_for_vaults);
  in.read("passkey_count", user.passkey_count);
  in.read("token_ttl_seconds", user.token_ttl_seconds);
  in.read("revoked_before", user.revoked_before);
  in.one_of("risk", user.risk, {"low", "medium", "high", "critical"});
  in.each("keys", [&user](const std::string& key, Fields& fields) {
    user.keys.push_back(read_key(key, fields));
  });
  world.users[name] = std::move(user);
}

void read_agent(const std::string& name, Fields& in, World& world) {
  Agent agent{.name = name, .guardrail = {}, .expires_at = {}, .api_key_expires_at = {}};
  read_id(in, agent.id, "agent:" + name);
  agent.org_id = world.org.id;
  in.read("name", agent.name);
  in.read("org_id", agent.org_id);
  in.read("description", agent.description);
  agent.created_by = read_principal(in, "created_by", world, "user:alice").second;
  in.read("key", agent.key);
  in.read("old_keys", agent.old_keys);
  in.read("scopes", agent.scopes);
  in.read("vault_ids", agent.vault_ids);
  in.read("environment", agent.environment);
  in.read("runtime_id", agent.runtime_id);
  in.one_of("risk", agent.risk, {"low", "medium", "high", "critical"});
  in.object("guardrail", [&agent](Fields& fields) {
    Guardrail& rail = agent.guardrail.emplace();
    fields.read("reason_code", rail.reason_code);
    fields.read("limit", rail.limit);
    fields.read("current", rail.current);
    fields.read("attempted", rail.attempted);
  });
  read_agent_flags(in, agent);
  world.agents[name] = std::move(agent);
}

void read_token(const std::string& name, Fields& in, World& world) {
  TokenSpec token{.subject = "agent:ci-bot"};
  in.read("subject", token.subject);
  in.one_of("signature", token.signature, {"good", "bad", "other_key", "none"});
  in.read("issued_offset", token.issued_offset);
  in.read("ttl", token.ttl);
  in.read("revoked", token.revoked);
  in.object("claims", [](Fields& claims) { claims.accept_all(); });
  token.claims = in.dump("claims");
  world.tokens[name] = std::move(token);
}

void read_approval(const std::string& name, Fields& in, World& world) {
  Approval approval{.action = "secret.read", .reason = "asked by the agent"};
  approval.agent_id = read_principal(in, "agent", world, "agent:ci-bot").second;
  in.read("action", approval.action);
  in.read("target_id", approval.target_id);
  in.read("reason", approval.reason);
  in.one_of("status", approval.status, {"pending", "approved", "rejected", "expired"});
  world.approvals[name] = std::move(approval);
}

void read_device(const std::string& user_code, Fields& in, World& world) {
  Device device{.device_code = "dc_" + stable_uuid("device:" + user_code)};
  in.read("device_code", device.device_code);
  in.one_of("status", device.status, {"pending", "approved", "denied", "expired"});
  in.read("email", device.email);
  world.devices[user_code] = device;
}

}  // namespace doctor::mock
