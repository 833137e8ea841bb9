#include "mock/world.h"

#include <utility>

#include <fmt/format.h>

#include "mock/causes.h"
#include "mock/fields.h"
#include "mock/network_reader.h"
#include "mock/text.h"

namespace doctor::mock {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr Time beginning = sys_days(std::chrono::year_month_day(
    std::chrono::year(2026), std::chrono::month(3), std::chrono::day(2)));

void read_id(Fields& in, std::string& id, const std::string& seed) {
  id = stable_uuid(seed);
  in.read("id", id);
}

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

Secret read_secret(const std::string& path, Fields& in, const std::string& vault) {
  Secret secret{.type = "api_key", .expires_at = {}, .created_at = beginning + days(2)};
  read_id(in, secret.id, "secret:" + vault + "/" + path);
  secret.value = fmt::format("value-of-{}", secret.id.substr(0, 8));
  in.read("type", secret.type);
  in.read("value", secret.value);
  in.read("version", secret.version);
  in.read("disabled", secret.disabled);
  in.read("deleted", secret.deleted);
  in.read("approval_required", secret.approval_required);
  in.read("honeytoken", secret.honeytoken);
  in.read("access_count", secret.access_count);
  in.read("max_access_count", secret.max_access_count);
  in.read("metadata", secret.metadata);
  in.read("expires_at", secret.expires_at);
  in.read("created_at", secret.created_at);
  return secret;
}

Policy read_policy(const std::string& name, Fields& in, const World& world) {
  Policy policy{.pattern = "**",
                .permissions = {"read"},
                .conditions = {},
                .expires_at = {},
                .created_at = beginning + days(3)};
  read_id(in, policy.id, "policy:" + name);
  in.read("pattern", policy.pattern);
  in.read("permissions", policy.permissions);
  in.read("priority", policy.priority);
  in.read("expires_at", policy.expires_at);
  in.read("created_at", policy.created_at);
  in.one_of("effect", policy.effect, {"allow", "deny"});
  const auto holder = read_principal(in, "principal", world, "agent:ci-bot");
  policy.principal_type = holder.first;
  policy.principal_id = holder.second;
  policy.created_by = read_principal(in, "created_by", world, "user:alice").second;
  in.object("conditions", [&policy](Fields& fields) {
    Conditions& conditions = policy.conditions.emplace();
    fields.read("ip_allowlist", conditions.ip_allowlist);
    fields.read("environment_in", conditions.environment_in);
    fields.read("start_hour", conditions.start_hour);
    fields.read("end_hour", conditions.end_hour);
  });
  return policy;
}

void read_vault(const std::string& name, Fields& in, World& world) {
  Vault vault{.name = name, .org_id = world.org.id, .created_at = beginning + days(1)};
  read_id(in, vault.id, "vault:" + name);
  in.read("name", vault.name);
  in.read("description", vault.description);
  in.read("org_id", vault.org_id);
  in.read("cmek", vault.cmek);
  in.read("created_at", vault.created_at);
  const auto owner = read_principal(in, "created_by", world, "user:alice");
  vault.created_by_type = owner.first;
  vault.created_by = owner.second;
  in.each("secrets", [&](const std::string& path, Fields& fields) {
    vault.secrets[path] = read_secret(path, fields, name);
  });
  in.each("policies", [&](const std::string& key, Fields& fields) {
    vault.policies[key] = read_policy(key, fields, world);
  });
  world.vaults[name] = std::move(vault);
}

void read_org(Fields& in, Organisation& org) {
  in.read("id", org.id);
  in.read("name", org.name);
  in.one_of("tier", org.tier, {"pro", "free", "team", "business", "enterprise"});
  in.one_of("overage_method", org.overage_method, {"credits", "x402", "none"});
  in.one_of("subscription_status", org.subscription_status, {"active", "past_due", "canceled"});
  in.read("credits_cents", org.credits_cents);
  in.read("ip_filter_fails", org.ip_filter_fails);
  in.read("dpop_required", org.dpop_required);
  in.read("approve_vault_creation", org.approve_vault_creation);
  in.object("quota", [&org](Fields& quota) {
    quota.read("used", org.requests_used);
    quota.read("limit", org.requests_limit);
    quota.read("headers", org.quota_headers);
    quota.read("exempt", org.quota_exempt);
  });
  in.object("policy_backend", [&org](Fields& backend) {
    backend.one_of(
        "backend", org.policy_backend, {"builtin", "cedar", "opa", "builtin+cedar", "builtin+opa"});
    backend.one_of("mode", org.policy_mode, {"shadow", "enforce"});
    backend.one_of("breaker_behavior", org.policy_breaker, {"fail_closed", "fail_open_builtin"});
  });
  in.each("meters", [&org](const std::string& name, Fields& meter) {
    meter.read("used", org.meters[name].used);
    meter.read("limit", org.meters[name].limit);
  });
}

void check_cause(const Fields& in, const char* member, const std::string& cause) {
  if (find_cause(cause) == nullptr && cause != "payment") {
    in.fail(member, "no refusal is called " + cause);
  }
}

void read_api(Fields& in, Behaviour& api) {
  in.one_of("shapes", api.shapes, {"august", "march"});
  in.read("version", api.version);
  in.read("issuer", api.issuer);
  in.one_of("envelope",
            api.envelope,
            {"problem",
             "title_detail",
             "detail",
             "error",
             "error_message",
             "message",
             "code",
             "html",
             "text",
             "truncated",
             "empty"});
  in.read("problem_type", api.problem_type);
  in.read("wording", api.wording);
  in.read("status", api.status);
  for (const auto& [cause, words] : api.wording) {
    check_cause(in, "wording", cause);
  }
  for (const auto& [cause, status] : api.status) {
    check_cause(in, "status", cause);
  }
}

void read_limits(Fields& in, Behaviour& api) {
  in.one_of("global", api.global_limit, {"ok", "exceeded"});
  in.one_of("auth", api.auth_limit, {"ok", "exceeded"});
  in.one_of("share", api.share_limit, {"ok", "exceeded"});
  in.read("after", api.limit_after);
  in.read("retry_after", api.retry_after);
}

void read_ip_rule(const std::string& name, Fields& in, World& world) {
  IpRule rule{.label = name};
  read_id(in, rule.id, "ip-rule:" + name);
  in.one_of("type", rule.type, {"allow", "deny", "block"});
  in.read("cidr", rule.cidr);
  in.read("label", rule.label);
  in.read("applies_to", rule.applies_to);
  world.ip_rules.push_back(std::move(rule));
}

void read_share(const std::string& name, Fields& in, World& world) {
  Share share{.recipient_type = "user", .expires_at = {}};
  read_id(in, share.id, "share:" + name);
  in.read("secret_path", share.secret_path);
  in.read("recipient_type", share.recipient_type);
  in.read("recipient_email", share.recipient_email);
  share.recipient_id = read_principal(in, "recipient", world, "user:bob").second;
  share.created_by = read_principal(in, "created_by", world, "user:alice").second;
  in.read("access_count", share.access_count);
  in.read("max_access_count", share.max_access_count);
  in.read("accepted", share.accepted);
  in.read("revoked", share.revoked);
  in.read("expires_at", share.expires_at);
  world.shares[name] = std::move(share);
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

void read_small_records(Fields& in, World& world) {
  in.each("platform_keys", [&](const std::string& name, Fields& fields) {
    world.platform_keys.push_back(read_key(name, fields));
  });
  in.each("ip_rules", [&](const std::string& name, Fields& f) { read_ip_rule(name, f, world); });
  in.each("shares", [&](const std::string& name, Fields& f) { read_share(name, f, world); });
  in.each("tokens", [&](const std::string& name, Fields& f) { read_token(name, f, world); });
  in.each("approvals", [&](const std::string& name, Fields& f) { read_approval(name, f, world); });
  in.each("devices", [&](const std::string& code, Fields& fields) {
    Device device{.device_code = "dc_" + stable_uuid("device:" + code)};
    fields.read("device_code", device.device_code);
    fields.one_of("status", device.status, {"pending", "approved", "denied", "expired"});
    fields.read("email", device.email);
    world.devices[code] = device;
  });
}

void read_world(Fields& in, World& world) {
  in.object("api", [&](Fields& fields) { read_api(fields, world.api); });
  in.object("limits", [&](Fields& fields) { read_limits(fields, world.api); });
  in.object("health", [&](Fields& fields) {
    fields.read("status", world.api.health);
    fields.read("hsm", world.api.hsm);
  });
  in.read("client_ip", world.api.client_ip);
  in.object("clock", [&](Fields& fields) {
    int offset = 0;
    fields.read("offset_seconds", offset);
    world.clock_offset = std::chrono::seconds(offset);
  });
  in.object("org", [&](Fields& fields) { read_org(fields, world.org); });
  in.each("users", [&](const std::string& name, Fields& f) { read_user(name, f, world); });
  in.each("agents", [&](const std::string& name, Fields& f) { read_agent(name, f, world); });
  in.each("vaults", [&](const std::string& name, Fields& f) { read_vault(name, f, world); });
  read_small_records(in, world);
  in.object("mcp", [&](Fields& fields) {
    fields.one_of("style", world.mcp.style, {"new", "old"});
    fields.one_of("answers", world.mcp.answers, {"sse", "json"});
    fields.read("rate_limited", world.mcp.rate_limited);
    fields.read("tools", world.mcp.tools);
  });
  read_network(in, world.network);
}

}  // namespace

World load_world(const std::string& json, const std::string& place) {
  World world;
  read_strictly(json, place, [&world](Fields& in) { read_world(in, world); });
  for (auto& [name, agent] : world.agents) {
    for (std::string& vault : agent.vault_ids) {
      const auto found = world.vaults.find(vault);
      vault = found == world.vaults.end() ? vault : found->second.id;
    }
  }
  for (auto& [name, share] : world.shares) {
    for (const auto& [vault_name, vault] : world.vaults) {
      const auto secret = vault.secrets.find(share.secret_path);
      share.secret_id = secret == vault.secrets.end() ? share.secret_id : secret->second.id;
    }
  }
  return world;
}

}  // namespace doctor::mock
