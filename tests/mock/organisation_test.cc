// What the organisation lets its members see and do.

#include "tests/mock/organisation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mock/text.h"

namespace doctor::mock::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* staging = "d6f8a0b2-4e50-4293-bdce-3f4a5b6c7d8e";

TEST(SecretList, ShowsAnAgentOnlyWhatItMayRead) {
  Organisation organisation(
      R"({"vaults":{"prod":{"policies":{"ci-reads-all":{"pattern":"api-keys/*"}}}}})");
  const Answer answer = organisation.ask("GET", secrets_of(prod), organisation.token());
  EXPECT_THAT(answer.body, HasSubstr("api-keys/openai"));
  EXPECT_THAT(answer.body, HasSubstr("api-keys/stripe"));
  EXPECT_THAT(answer.body, Not(HasSubstr("db/primary/password")));
  EXPECT_THAT(organisation.ask("GET", secrets_of(prod), alice_key).body,
              HasSubstr("db/primary/password"));
}

TEST(SecretList, TakesAPrefix) {
  Organisation organisation;
  const Answer answer =
      organisation.ask("GET", secrets_of(prod) + "?prefix=db/", organisation.token());
  EXPECT_THAT(answer.body, HasSubstr("db/primary/password"));
  EXPECT_THAT(answer.body, Not(HasSubstr("api-keys")));
}

TEST(SecretList, IsEmptyWithoutPolicies) {
  Organisation organisation(R"({"vaults":{"prod":{"policies":{"ci-reads-all":null}}}})");
  EXPECT_EQ(organisation.ask("GET", secrets_of(prod), organisation.token()).body,
            R"({"secrets":[]})");
}

TEST(VaultList, ShowsAnAgentItsVaults) {
  Organisation organisation;
  const std::string body = organisation.ask("GET", "/v1/vaults", organisation.token()).body;
  EXPECT_THAT(body, HasSubstr(prod));
  EXPECT_THAT(body, Not(HasSubstr(staging)));
}

TEST(Policies, AreForOwnersAndHumans) {
  Organisation organisation;
  const std::string path = std::string("/v1/vaults/") + prod + "/policies";
  EXPECT_EQ(organisation.ask("GET", path, alice_key).status, 200);
  EXPECT_EQ(organisation.ask("GET", path, organisation.token()).status, 403);
  Organisation owned(R"({"vaults":{"prod":{"created_by":"agent:ci-bot"}}})");
  EXPECT_EQ(owned.ask("GET", path, owned.token()).status, 200);
}

TEST(Policies, RevokeTheAgentsTokensWhenWritten) {
  Organisation organisation;
  const std::string token = organisation.token();
  EXPECT_EQ(organisation.ask("GET", "/v1/vaults", token).status, 200);
  const std::string body =
      std::string(R"({"secret_path_pattern":"db/**","principal_type":"agent",)") +
      R"("principal_id":")" + bot_id + R"(","permissions":["read","write"]})";
  const Answer made =
      organisation.ask("POST", std::string("/v1/vaults/") + prod + "/policies", alice_key, body);
  EXPECT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(organisation.ask("GET", "/v1/vaults", token).status, 401);
  const std::string fresh = organisation.token();
  const Answer written = organisation.ask(
      "PUT", secrets_of(prod) + "/db/replica/password", fresh, R"({"value":"new-value-1"})");
  EXPECT_EQ(written.status, 201) << written.body;
}

TEST(Policies, ConditionsBind) {
  const auto asked = [](const std::string& conditions) {
    Organisation organisation(R"({"vaults":{"prod":{"policies":{"ci-reads-all":{"conditions":)" +
                              conditions + "}}}}}");
    return organisation.ask("GET", secrets_of(prod) + "/api-keys/openai", organisation.token())
        .status;
  };
  EXPECT_EQ(asked(R"({"ip_allowlist":["203.0.113.0/24"]})"), 200);
  EXPECT_EQ(asked(R"({"ip_allowlist":["198.51.100.0/24"]})"), 403);
  EXPECT_EQ(asked(R"({"environment_in":["production"]})"), 403);
  EXPECT_EQ(asked(R"({"start_hour":0,"end_hour":24})"), 200);
  EXPECT_EQ(asked(R"({"start_hour":0,"end_hour":0})"), 403);
}

TEST(Policies, DenyWinsAndExpiryEnds) {
  Organisation denied(
      R"({"vaults":{"prod":{"policies":{"no":{"effect":"deny","pattern":"db/**"}}}}})");
  const std::string token = denied.token();
  EXPECT_EQ(denied.ask("GET", secrets_of(prod) + "/db/primary/password", token).status, 403);
  EXPECT_EQ(denied.ask("GET", secrets_of(prod) + "/api-keys/openai", token).status, 200);
  Organisation ended(
      R"({"vaults":{"prod":{"policies":{"ci-reads-all":{"expires_at":"{{time:-1}}"}}}}})");
  EXPECT_EQ(ended.ask("GET", secrets_of(prod) + "/api-keys/openai", ended.token()).status, 403);
}

struct Exchange {
  std::string name;
  std::string world = "{}";
  std::string path = "/v1/auth/agent-token";
  std::string body;
  int status = 401;
  std::string says = {};
};

std::string with_key(const std::string& key, const std::string& more = "") {
  return R"({"api_key":")" + key + "\"" + more + "}";
}

class Exchanges : public testing::TestWithParam<Exchange> {};

TEST_P(Exchanges, Answer) {
  const Exchange& expected = GetParam();
  Organisation organisation(expected.world);
  const mock::Answer answer = organisation.ask("POST", expected.path, {}, expected.body);
  EXPECT_EQ(answer.status, expected.status) << answer.body;
  EXPECT_THAT(answer.body, HasSubstr(expected.says));
}

const std::string bot_id_member = std::string(R"(,"agent_id":")") + bot_id + "\"";
const std::string wrong_id = R"(,"agent_id":"b4d6f8a0-2c3e-4071-9bac-1d2e3f4a5b6c")";

INSTANTIATE_TEST_SUITE_P(
    All,
    Exchanges,
    testing::Values(
        Exchange{.name = "Good", .body = with_key(bot_key), .status = 200, .says = "entitlements"},
        Exchange{.name = "Good_with_id", .body = with_key(bot_key, bot_id_member), .status = 200},
        Exchange{.name = "Wrong_id",
                 .body = with_key(bot_key, wrong_id),
                 .says = "Invalid agent_id or api_key"},
        Exchange{.name = "Rotated_key",
                 .body = with_key("ocv_0000aa11bb22cc33dd44ee55ff667788"),
                 .says = "Invalid credentials"},
        Exchange{.name = "Personal_key_at_the_agents_door",
                 .body = with_key(alice_key),
                 .says = "Invalid credentials"},
        Exchange{.name = "Agent_key_at_the_humans_door",
                 .path = "/v1/auth/api-key-token",
                 .body = with_key(bot_key),
                 .says = "Invalid API key"},
        Exchange{.name = "Deactivated",
                 .world = R"({"agents":{"ci-bot":{"active":false}}})",
                 .body = with_key(bot_key),
                 .says = "deactivated"},
        Exchange{.name = "Key_expired",
                 .world = R"({"agents":{"ci-bot":{"api_key_expires_at":"{{time:-5}}"}}})",
                 .body = with_key(bot_key),
                 .says = "expired"},
        Exchange{.name = "Risk",
                 .world = R"({"agents":{"ci-bot":{"risk":"high"}}})",
                 .body = with_key(bot_key),
                 .says = "Denied"},
        Exchange{.name = "Id_needed",
                 .world = R"({"agents":{"ci-bot":{"needs_agent_id":true}}})",
                 .body = with_key(bot_key),
                 .says = "Invalid credentials"},
        Exchange{.name = "Limited",
                 .world = R"({"limits":{"auth":"exceeded"}})",
                 .body = with_key(bot_key),
                 .status = 429},
        Exchange{.name = "Nothing_sent", .body = "{}", .status = 422},
        Exchange{.name = "Not_json", .body = "api_key=x", .status = 400},
        Exchange{
            .name = "Password",
            .path = "/v1/auth/token",
            .body = R"({"email":"alice@example.com","password":"correct-horse-battery-staple"})",
            .status = 200},
        Exchange{.name = "User_name_for_email",
                 .path = "/v1/auth/token",
                 .body = R"({"username":"alice","password":"x"})",
                 .status = 422},
        Exchange{
            .name = "Second_factor",
            .world = R"({"users":{"alice":{"mfa":true}}})",
            .path = "/v1/auth/token",
            .body = R"({"email":"alice@example.com","password":"correct-horse-battery-staple"})",
            .status = 200,
            .says = R"("mfa_required":true)"},
        Exchange{.name = "Locked_out",
                 .world = R"({"users":{"alice":{"locked":true}}})",
                 .path = "/v1/auth/token",
                 .body = R"({"email":"alice@example.com","password":"guess"})",
                 .status = 429},
        Exchange{.name = "Personal_key_revoked",
                 .world = R"({"users":{"alice":{"keys":{"laptop":{"active":false}}}}})",
                 .path = "/v1/auth/api-key-token",
                 .body = with_key(alice_key),
                 .says = "Invalid API key"}),
    [](const auto& one) { return one.param.name; });

TEST(Exchange, MayForgetTheLifetime) {
  Organisation organisation(R"({"agents":{"ci-bot":{"omit_expires_in":true}}})");
  const std::string body =
      organisation.ask("POST", "/v1/auth/agent-token", {}, with_key(bot_key)).body;
  EXPECT_THAT(body, Not(HasSubstr("expires_in")));
}

TEST(Logout, RevokesTheToken) {
  Organisation organisation;
  const std::string token = organisation.token();
  EXPECT_EQ(organisation.ask("DELETE", "/v1/auth/token", token).status, 204);
  EXPECT_EQ(organisation.ask("GET", "/v1/vaults", token).status, 401);
}

TEST(DeviceLogin, PollsUntilApproved) {
  Organisation organisation;
  const Answer code = organisation.ask(
      "POST", "/v1/auth/device/code", {}, R"({"client_id":"cli","email":"alice@example.com"})");
  const std::string user_code = text_member(code.body, "user_code");
  const std::string poll = R"({"device_code":")" + text_member(code.body, "device_code") + "\"}";
  const auto status = [&] {
    return text_member(organisation.ask("GET", "/v1/auth/device/code/" + user_code).body, "status");
  };
  EXPECT_EQ(status(), "pending");
  EXPECT_EQ(organisation.ask("POST", "/v1/auth/device/token", {}, poll).body,
            R"({"error":"authorization_pending"})");
  const std::string approve = R"({"user_code":")" + user_code + "\"}";
  EXPECT_EQ(
      organisation
          .ask("POST", "/v1/auth/device/approve", "1ck_9d0e6b3f5a2c48177be05f1d3c6a9e82", approve)
          .status,
      403)
      << "another account must not approve";
  EXPECT_EQ(organisation.ask("POST", "/v1/auth/device/approve", alice_key, approve).status, 200);
  EXPECT_EQ(status(), "approved");
  const Answer token = organisation.ask("POST", "/v1/auth/device/token", {}, poll);
  EXPECT_EQ(organisation.ask("GET", "/v1/auth/me", text_member(token.body, "access_token")).status,
            200);
  EXPECT_EQ(organisation.ask("GET", "/v1/auth/device/code/NOPE").status, 404);
}

TEST(Intents, ClaimAndRecordAreToldApart) {
  const auto refused = [](const std::string& world) {
    Organisation organisation(world);
    const std::string token = organisation.state().world.tokens.empty()
                                  ? organisation.token()
                                  : organisation.scenario_token("t");
    return text_member(organisation
                           .ask("POST",
                                std::string("/v1/agents/") + bot_id + "/transactions",
                                token,
                                R"({"to":"0x1","value":"0.1","chain":"base"})")
                           .body,
                       "detail");
  };
  EXPECT_THAT(refused("{}"), HasSubstr("not enabled for this agent"));
  EXPECT_THAT(refused(R"({"agents":{"ci-bot":{"intents_api_enabled":true}},)"
                      R"("tokens":{"t":{"claims":{"intents_api_enabled":false}}}})"),
              HasSubstr("not enabled on this token"));
  EXPECT_EQ(refused(R"({"agents":{"ci-bot":{"intents_api_enabled":true}}})"), "");
}

TEST(Limits, RefuseCreationWhenFull) {
  Organisation organisation(R"({"org":{"tier":"free","meters":{"vaults":{"limit":3}}}})");
  const Answer answer = organisation.ask("POST", "/v1/vaults", alice_key, R"({"name":"fourth"})");
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(text_member(answer.body, "type"), "resource_limit_exceeded");
  EXPECT_EQ(text_member(answer.body, "title"), "Resource Limit Exceeded");
  EXPECT_EQ(text_member(answer.body, "detail"),
            "Vault limit reached (3/3 on free tier). Upgrade your plan for more.");
}

TEST(Shares, TenAMinute) {
  Organisation organisation;
  const std::string id = stable_uuid("secret:prod/api-keys/openai");
  const std::string body =
      R"({"recipient_type":"anyone_with_link","expires_at":"2030-01-01T00:00:00Z"})";
  for (int i = 0; i < 10; ++i) {
    const Answer answer = organisation.ask("POST", "/v1/secrets/" + id + "/share", alice_key, body);
    ASSERT_EQ(answer.status, 201) << answer.body;
  }
  EXPECT_EQ(organisation.ask("POST", "/v1/secrets/" + id + "/share", alice_key, body).status, 429);
}

TEST(Honeytoken, AnswersOnceAndShutsTheAgentOut) {
  Organisation organisation(
      R"({"vaults":{"prod":{"secrets":{"api-keys/openai":{"honeytoken":true}}}}})");
  const std::string token = organisation.token();
  const std::string path = secrets_of(prod) + "/api-keys/openai";
  EXPECT_EQ(organisation.ask("GET", path, token).status, 200);
  EXPECT_EQ(organisation.ask("GET", path, token).status, 401);
  EXPECT_EQ(organisation.token(), "");
}

TEST(Globs, FollowTheDocumentedMeaning) {
  EXPECT_TRUE(glob_matches("api-keys/*", "api-keys/openai"));
  EXPECT_FALSE(glob_matches("api-keys/*", "api-keys/a/b"));
  EXPECT_FALSE(glob_matches("api-keys/*", "api-keys"));
  EXPECT_TRUE(glob_matches("**", "a/b/c"));
  EXPECT_TRUE(glob_matches("db/**", "db"));
  EXPECT_TRUE(glob_matches("db/**/password", "db/x/y/password"));
  EXPECT_FALSE(glob_matches("*", "a/b"));
  EXPECT_FALSE(glob_matches("Db/*", "db/a"));
}

TEST(Networks, HoldAddresses) {
  EXPECT_TRUE(in_network("203.0.113.7", "203.0.113.0/24"));
  EXPECT_FALSE(in_network("203.0.114.7", "203.0.113.0/24"));
  EXPECT_TRUE(in_network("198.51.100.5", "198.51.100.5"));
  EXPECT_TRUE(in_network("2001:db8::1", "2001:db8::/32"));
  EXPECT_FALSE(in_network("203.0.113.7", "2001:db8::/32"));
  EXPECT_FALSE(in_network("203.0.113.7", "nonsense"));
}

}  // namespace
}  // namespace doctor::mock::test
