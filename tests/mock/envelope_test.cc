// The shapes an answer may come in: envelopes of errors, and the two generations of bodies.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mock/causes.h"
#include "tests/mock/organisation.h"

namespace doctor::mock::test {
namespace {

using testing::HasSubstr;

struct Envelope {
  std::string name;
  std::string type;
  std::string body;
};

class Envelopes : public testing::TestWithParam<Envelope> {};

TEST_P(Envelopes, CarryTheRefusal) {
  const Envelope& expected = GetParam();
  Organisation organisation(R"({"api":{"envelope":")" + expected.name + "\"}}");
  const Answer answer = organisation.ask("GET", "/v1/vaults", "nonsense");
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.content_type, expected.type);
  EXPECT_EQ(answer.body, expected.body);
}

constexpr const char* json = "application/json";

INSTANTIATE_TEST_SUITE_P(
    All,
    Envelopes,
    testing::Values(
        Envelope{
            "problem",
            json,
            R"({"type":"about:blank","title":"Unauthorized","status":401,"detail":"Invalid or expired token"})"},
        Envelope{"title_detail",
                 json,
                 R"({"title":"Unauthorized","detail":"Invalid or expired token"})"},
        Envelope{"detail", json, R"({"detail":"Invalid or expired token"})"},
        Envelope{"error", json, R"({"error":"Invalid or expired token"})"},
        Envelope{"error_message", json, R"({"error":{"message":"Invalid or expired token"}})"},
        Envelope{"message", json, R"({"message":"Invalid or expired token"})"},
        Envelope{
            "code", json, R"({"code":"token_malformed","message":"Invalid or expired token"})"},
        Envelope{"text", "text/plain; charset=utf-8", "Invalid or expired token"},
        Envelope{"truncated", json, R"({"type":"about:blank","title":"Unauthorized","s)"},
        Envelope{"empty", "", ""}),
    [](const auto& one) { return one.param.name; });

TEST(Envelope, MayBeAPage) {
  Organisation organisation(R"({"api":{"envelope":"html"}})");
  const Answer answer = organisation.ask("GET", "/v1/vaults", "nonsense");
  EXPECT_EQ(answer.content_type, "text/html; charset=utf-8");
  EXPECT_THAT(answer.body, HasSubstr("<h1>401 Unauthorized</h1>"));
}

TEST(Causes, HaveDistinctNames) {
  for (const Cause& cause : causes()) {
    EXPECT_EQ(find_cause(cause.name), &cause) << cause.name;
    EXPECT_GE(cause.status, 400) << cause.name;
  }
}

TEST(Causes, AreRewordedAndRenumbered) {
  Organisation organisation(
      R"({"api":{"wording":{"token_malformed":"who are you"},"status":{"token_malformed":418}}})");
  const Answer answer = organisation.ask("GET", "/v1/vaults", "nonsense");
  EXPECT_EQ(answer.status, 418);
  EXPECT_EQ(text_member(answer.body, "detail"), "who are you");
}

struct Shape {
  std::string name;
  std::string method = "GET";
  std::string path = {};
  std::string body = {};
  std::string august = {};
  std::string march = {};
};

class Shapes : public testing::TestWithParam<Shape> {};

TEST_P(Shapes, DifferByGeneration) {
  const Shape& shape = GetParam();
  const std::string rule = R"("ip_rules":{"office":{"type":"deny","cidr":"192.0.2.0/24"}})";
  Organisation august("{" + rule + "}");
  Organisation march(R"({"api":{"shapes":"march"},)" + rule + "}");
  EXPECT_THAT(august.ask(shape.method, shape.path, alice_key, shape.body).body,
              HasSubstr(shape.august));
  EXPECT_THAT(march.ask(shape.method, shape.path, alice_key, shape.body).body,
              HasSubstr(shape.march));
}

INSTANTIATE_TEST_SUITE_P(
    All,
    Shapes,
    testing::Values(
        Shape{.name = "Health",
              .path = "/v1/health",
              .august = R"("status":"healthy")",
              .march = R"({"status":"ok"})"},
        Shape{.name = "Subscription",
              .path = "/v1/billing/subscription",
              .august = R"("requests":{"used":3120,"limit":25000})",
              .march = R"("usage":{"tier_limit":25000,"current_month":)"},
        Shape{.name = "Credits",
              .path = "/v1/billing/credits/balance",
              .august = R"("expiring_within_90_days")",
              .march = R"("balance_usd":0.00,"expiring_next_30_days")"},
        Shape{.name = "Ip_rules",
              .path = "/v1/security/ip-rules",
              .august = R"("rule_type":"deny","cidr":"192.0.2.0/24","label":"office")",
              .march = R"("rule_type":"block","cidr":"192.0.2.0/24","description":"office")"},
        Shape{
            .name = "Agent_token",
            .method = "POST",
            .path = "/v1/auth/agent-token",
            .body = std::string(R"({"api_key":")") + bot_key + R"(","agent_id":")" + bot_id + "\"}",
            .august = R"("vault_ids":["c5e7f9a1-)",
            .march = R"("expires_in":3600})"}),
    [](const auto& one) { return one.param.name; });

TEST(Shapes, OfThePaymentDemand) {
  const std::string path = secrets_of(prod) + "/api-keys/openai";
  Organisation august;
  EXPECT_THAT(august.ask("GET", path).body, HasSubstr(R"("price":"$0.0015")"));
  Organisation march(R"({"api":{"shapes":"march"}})");
  EXPECT_THAT(march.ask("GET", path).body, HasSubstr(R"("maxAmountRequired":"1500")"));
}

}  // namespace
}  // namespace doctor::mock::test
