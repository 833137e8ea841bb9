// The order of the pipeline and of the checks on a secret: each case breaks two things or more, and
// the earlier one must answer.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock/organisation.h"

namespace doctor::mock::test {
namespace {

using testing::HasSubstr;

struct Case {
  std::string name = {};
  std::string world = "{}";
  std::string method = "GET";
  std::string path = "/v1/vaults";
  std::string token = "agent";  ///< agent, alice, none, a scenario token, or a literal
  int status = 200;
  std::string says = {};
  bool quota_headers = false;
};

constexpr const char* deny_all = R"("ip_rules":{"x":{"type":"deny","cidr":"203.0.113.0/24"}})";
constexpr const char* used_up = R"("org":{"quota":{"used":25000}})";
constexpr const char* limited = R"("limits":{"global":"exceeded"})";
constexpr const char* stale = R"("tokens":{"t":{"issued_offset":-9000}})";

std::string world_of(const std::vector<std::string>& parts) {
  std::string world = "{";
  for (const std::string& part : parts) {
    world += (world.size() > 1 ? "," : "") + part;
  }
  return world + "}";
}

std::string secret(const std::string& path) {
  return secrets_of(prod) + "/" + path;
}

std::string without_policy() {
  return R"("vaults":{"prod":{"policies":{"ci-reads-all":null}}})";
}

std::string bot(const std::string& members) {
  return R"("agents":{"ci-bot":{)" + members + "}}";
}

std::string wanted_secret(const std::string& members) {
  return R"("vaults":{"prod":{"secrets":{"api-keys/openai":{)" + members + "}}}}";
}

const std::string wanted = secret("api-keys/openai");

const std::vector<Case> cases{
    {.name = "Everything_fine", .quota_headers = true},
    {.name = "Rate_limit_before_payment",
     .world = world_of({limited, deny_all, used_up}),
     .path = wanted,
     .token = "none",
     .status = 429,
     .says = "Rate limit"},
    {.name = "Rate_limit_even_for_health",
     .world = world_of({limited}),
     .path = "/v1/health",
     .token = "none",
     .status = 429,
     .says = {}},
    {.name = "Payment_before_authentication",
     .world = world_of({deny_all}),
     .path = wanted,
     .token = "none",
     .status = 402,
     .says = "x402Version"},
    {.name = "No_payment_on_free_routes", .token = "none", .status = 401, .says = "Invalid or"},
    {.name = "Authentication_before_ip_rules",
     .world = world_of({deny_all, used_up, stale}),
     .token = "t",
     .status = 401,
     .says = "Invalid or expired token"},
    {.name = "Ip_rules_before_quota",
     .world = world_of({deny_all, used_up}),
     .status = 403,
     .says = "IP address"},
    {.name = "Ip_filter_that_fails",
     .world = R"({"org":{"ip_filter_fails":true}})",
     .status = 500,
     .says = "unexpected error"},
    {.name = "Quota_before_handler",
     .world = world_of({used_up, without_policy()}),
     .path = wanted,
     .status = 402,
     .says = "x402Version"},
    {.name = "Quota_not_for_free_routes",
     .world = world_of({used_up}),
     .path = "/v1/billing/subscription",
     .token = "alice",
     .quota_headers = true},
    {.name = "Credits_pay_beyond_the_quota",
     .world = R"({"org":{"quota":{"used":25000},"credits_cents":5}})",
     .quota_headers = true},
    {.name = "Handler_denial_has_quota_headers",
     .world = world_of({without_policy()}),
     .path = wanted,
     .status = 403,
     .says = "has no scopes",
     .quota_headers = true},
    {.name = "Exempt_organisations_see_no_headers",
     .world = R"({"org":{"quota":{"exempt":true,"used":99999}}})"},
    {.name = "Unknown_path", .path = "/v1/v1/vaults", .token = "none", .status = 404, .says = {}},
    {.name = "Wrong_method", .method = "POST", .path = "/v1/health", .status = 405, .says = {}},
    {.name = "Humans_only",
     .path = "/v1/security/ip-rules",
     .status = 403,
     .says = "Only human users",
     .quota_headers = true},
    {.name = "Agents_only",
     .path = "/v1/agents/me",
     .token = "alice",
     .status = 403,
     .says = "Only agents",
     .quota_headers = true},
    {.name = "Agent_key_as_bearer", .token = bot_key, .status = 401, .says = "Invalid or expired"},
    {.name = "Personal_key_as_bearer", .token = "alice", .quota_headers = true},
    {.name = "Platform_key_on_org_routes",
     .world = R"({"platform_keys":{"shop":{"key":"plt_1"}}})",
     .token = "plt_1",
     .status = 404,
     .says = "Resource not found",
     .quota_headers = true},

    {.name = "Unknown_vault",
     .path = secrets_of("00000000-0000-0000-0000-000000000000"),
     .status = 404,
     .says = "Vault not found",
     .quota_headers = true},
    {.name = "Other_organisation_before_binding",
     .world = R"({"vaults":{"prod":{"org_id":"other"}}})",
     .path = wanted,
     .status = 404,
     .says = "Vault not found",
     .quota_headers = true},
    {.name = "Binding_before_scope",
     .world = world_of({bot(R"("vault_ids":["staging"],"scopes":["vaults:read"])")}),
     .path = wanted,
     .status = 403,
     .says = "not bound to this vault",
     .quota_headers = true},
    {.name = "Scope_before_policy",
     .world = world_of({bot(R"("scopes":["vaults:read"])"), without_policy()}),
     .path = wanted,
     .status = 403,
     .says = "scopes do not cover",
     .quota_headers = true},
    {.name = "Policy_before_type",
     .world = world_of({bot(R"("scopes":["**"],"execution_require_tee":true)"), without_policy()}),
     .path = wanted,
     .status = 403,
     .says = "Insufficient permissions",
     .quota_headers = true},
    {.name = "Policy_before_existence",
     .world = world_of({bot(R"("scopes":["**"])"), without_policy()}),
     .path = secret("no/such/thing"),
     .status = 403,
     .says = "Insufficient permissions",
     .quota_headers = true},
    {.name = "Missing_secret",
     .path = secret("no/such/thing"),
     .status = 404,
     .says = "Secret not found",
     .quota_headers = true},
    {.name = "Paths_are_case_sensitive",
     .path = secret("API-keys/openai"),
     .status = 404,
     .says = {},
     .quota_headers = true},
    {.name = "Type_blocked_with_intents",
     .world = world_of({bot(R"("intents_api_enabled":true)")}),
     .path = secret("deploy/signing-key"),
     .status = 403,
     .says = "type",
     .quota_headers = true},
    {.name = "Reads_only_in_the_enclave",
     .world = world_of({bot(R"("execution_require_tee":true)")}),
     .path = wanted,
     .status = 403,
     .says = "Direct secret reads",
     .quota_headers = true},
    {.name = "Passkey_before_lifecycle",
     .world =
         R"({"users":{"alice":{"require_passkey_for_vaults":true}},"vaults":{"prod":{"secrets":)"
         R"({"api-keys/openai":{"deleted":true}}}}})",
     .path = wanted,
     .token = "alice",
     .status = 403,
     .says = "Passkey verification required",
     .quota_headers = true},
    {.name = "Approval",
     .world = world_of({wanted_secret(R"("approval_required":true)")}),
     .path = wanted,
     .status = 403,
     .says = "approval_request_id",
     .quota_headers = true},
    {.name = "Expired",
     .world = world_of({wanted_secret(R"("expires_at":"{{time:-1}}")")}),
     .path = wanted,
     .status = 410,
     .says = "expired",
     .quota_headers = true},
    {.name = "Expiring_later",
     .world = world_of({wanted_secret(R"("expires_at":"{{time:60}}")")}),
     .path = wanted,
     .quota_headers = true},
    {.name = "Deleted",
     .world = world_of({wanted_secret(R"("deleted":true)")}),
     .path = wanted,
     .status = 410,
     .says = "deleted",
     .quota_headers = true},
    {.name = "Used_up",
     .world = world_of({wanted_secret(R"("max_access_count":3,"access_count":3)")}),
     .path = wanted,
     .status = 410,
     .says = "maximum access count",
     .quota_headers = true},
    {.name = "One_read_left",
     .world = world_of({wanted_secret(R"("max_access_count":3,"access_count":2)")}),
     .path = wanted,
     .quota_headers = true},
    {.name = "Key_store_down",
     .world = R"({"health":{"hsm":"unavailable"}})",
     .path = wanted,
     .status = 500,
     .says = "unexpected error",
     .quota_headers = true},
    {.name = "System_vault",
     .world =
         R"({"vaults":{"__agent-keys":{"id":"sys"}},"agents":{"ci-bot":{"vault_ids":["sys"]}}})",
     .path = secrets_of("sys") + "/a",
     .status = 403,
     .says = "Access denied",
     .quota_headers = true},

    {.name = "Revoked_by_scenario",
     .world = R"({"tokens":{"t":{"revoked":true}}})",
     .token = "t",
     .status = 401,
     .says = {}},
    {.name = "Revoked_by_a_policy_change",
     .world =
         R"({"tokens":{"t":{"issued_offset":-60}},"agents":{"ci-bot":{"revoked_before":"{{time:-30}}"}}})",
     .token = "t",
     .status = 401,
     .says = {}},
    {.name = "Revoked_may_be_403",
     .world =
         R"({"api":{"status":{"token_revoked":403},"wording":{"token_revoked":"token has been revoked"}},)"
         R"("tokens":{"t":{"revoked":true}}})",
     .token = "t",
     .status = 403,
     .says = "token has been revoked"},
    {.name = "Bad_signature",
     .world = R"({"tokens":{"t":{"signature":"bad"}}})",
     .token = "t",
     .status = 401,
     .says = {}},
    {.name = "Foreign_signature",
     .world = R"({"tokens":{"t":{"signature":"other_key"}}})",
     .token = "t",
     .status = 401,
     .says = {}},
    {.name = "No_signature",
     .world = R"({"tokens":{"t":{"signature":"none"}}})",
     .token = "t",
     .status = 401,
     .says = {}},
    {.name = "Good_scenario_token",
     .world = R"({"tokens":{"t":{}}})",
     .token = "t",
     .quota_headers = true},
    {.name = "Deactivated_agent",
     .world = R"({"tokens":{"t":{}},"agents":{"ci-bot":{"active":false}}})",
     .token = "t",
     .status = 401,
     .says = "deactivated"},
    {.name = "Proof_of_possession_missing",
     .world = world_of({bot(R"("dpop":true)")}),
     .status = 401,
     .says = "DPoP"},
    {.name = "Runtime_binding",
     .world = world_of({bot(R"("runtime_id":"rt-1")")}),
     .status = 401,
     .says = "Runtime"},
    {.name = "Old_server_reads_no_binding_as_all",
     .world = R"({"api":{"shapes":"march"},"tokens":{"t":{"claims":{"vault_ids":[]}}}})",
     .path = wanted,
     .token = "t",
     .quota_headers = true},
    {.name = "New_server_reads_no_binding_as_none",
     .world = R"({"tokens":{"t":{"claims":{"vault_ids":[]}}}})",
     .path = wanted,
     .token = "t",
     .status = 403,
     .says = "not bound",
     .quota_headers = true},
};

class Pipeline : public testing::TestWithParam<Case> {};

TEST_P(Pipeline, AnswersWithTheEarliestRefusal) {
  const Case& expected = GetParam();
  Organisation organisation(expected.world);
  const bool scenario_token = organisation.state().world.tokens.contains(expected.token);
  const std::string token = expected.token == "agent"   ? organisation.token()
                            : expected.token == "alice" ? alice_key
                            : expected.token == "none"  ? ""
                            : scenario_token ? organisation.scenario_token(expected.token)
                                             : expected.token;
  const Answer answer = organisation.ask(expected.method, expected.path, token);
  EXPECT_EQ(answer.status, expected.status) << answer.body;
  EXPECT_THAT(answer.body, HasSubstr(expected.says));
  EXPECT_EQ(has_header(answer, "X-RateLimit-Requests-Used"), expected.quota_headers);
}

INSTANTIATE_TEST_SUITE_P(Order, Pipeline, testing::ValuesIn(cases), [](const auto& one) {
  return one.param.name;
});

TEST(PipelineLimits, LetSomeRequestsPassFirst) {
  Organisation organisation(R"({"limits":{"global":"exceeded","after":2,"retry_after":7}})");
  EXPECT_EQ(organisation.ask("GET", "/v1/health").status, 200);
  EXPECT_EQ(organisation.ask("GET", "/v1/health").status, 200);
  const Answer third = organisation.ask("GET", "/v1/health");
  EXPECT_EQ(third.status, 429);
  EXPECT_TRUE(has_header(third, "Retry-After"));
}

TEST(PipelineQuota, CountsAndWarns) {
  Organisation organisation(R"({"org":{"quota":{"used":19999,"limit":25000}}})");
  const std::string token = organisation.token();
  const Answer answer = organisation.ask("GET", "/v1/vaults", token);
  EXPECT_THAT(answer.headers,
              testing::Contains(testing::Pair("X-RateLimit-Requests-Used", "20000")));
  EXPECT_THAT(answer.headers,
              testing::Contains(testing::Pair("X-RateLimit-Requests-Percent", "80")));
  EXPECT_TRUE(has_header(answer, "X-Quota-Warning"));
}

}  // namespace
}  // namespace doctor::mock::test
