#include <utility>

#include <fmt/format.h>

#include "mock/world_reader.h"

namespace doctor::mock {
namespace {

using std::chrono::days;

constexpr Time beginning = std::chrono::sys_days(std::chrono::year_month_day(
    std::chrono::year(2026), std::chrono::month(3), std::chrono::day(2)));

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

}  // namespace

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

}  // namespace doctor::mock
