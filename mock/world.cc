#include "mock/world.h"

#include <utility>

#include "mock/causes.h"
#include "mock/network_reader.h"
#include "mock/world_reader.h"

namespace doctor::mock {
namespace {

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
  in.one_of("global", api.global_limit, {"ok", "exceeded", "enforced"});
  in.one_of("auth", api.auth_limit, {"ok", "exceeded", "enforced"});
  in.one_of("share", api.share_limit, {"ok", "exceeded"});
  in.read("after", api.limit_after);
  in.read("retry_after", api.retry_after);
}

void read_dialect(Fields& in, Dialect& dialect) {
  in.read("extra_fields", dialect.extra_fields);
  in.read("numbers_as_strings", dialect.numbers_as_strings);
  in.read("bare_lists", dialect.bare_lists);
  in.read("date", dialect.date);
  in.read("retry_after_date", dialect.retry_after_date);
  in.read("problem_types", dialect.problem_types);
  in.read("quota_prefix", dialect.quota_prefix);
  in.one_of("header_case", dialect.header_case, {"usual", "lower", "upper"});
  in.one_of("http", dialect.http, {"1.1", "1.0"});
  in.read("chunked", dialect.chunked);
  in.read("headers", dialect.headers);
}

void read_small_records(Fields& in, World& world) {
  in.each("platform_keys", [&](const std::string& name, Fields& fields) {
    world.platform_keys.push_back(read_key(name, fields));
  });
  in.each("ip_rules", [&](const std::string& name, Fields& f) { read_ip_rule(name, f, world); });
  in.each("shares", [&](const std::string& name, Fields& f) { read_share(name, f, world); });
  in.each("tokens", [&](const std::string& name, Fields& f) { read_token(name, f, world); });
  in.each("approvals", [&](const std::string& name, Fields& f) { read_approval(name, f, world); });
  in.each("devices", [&](const std::string& code, Fields& f) { read_device(code, f, world); });
}

void read_world(Fields& in, World& world) {
  in.object("api", [&](Fields& fields) { read_api(fields, world.api); });
  in.object("dialect", [&](Fields& fields) { read_dialect(fields, world.dialect); });
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
