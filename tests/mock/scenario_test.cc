// Scenario files: every one of ours loads, and mistakes are named with file and place.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mock/clock.h"
#include "tests/mock/client.h"

namespace doctor::mock::test {
namespace {

using testing::Contains;
using testing::HasSubstr;

TEST(Scenarios, AllLoad) {
  for (const std::string_view name : scenario_names()) {
    try {
      const Scenario scenario = load_scenario(name);
      EXPECT_EQ(scenario.name, name);
      EXPECT_FALSE(scenario.about.empty()) << name;
      EXPECT_FALSE(scenario.canaries.empty()) << name;
      EXPECT_EQ(summarize_scenario(name).about, scenario.about);
    } catch (const ScenarioError& error) {
      ADD_FAILURE() << error.what();
    }
  }
}

TEST(Scenarios, KnowTheirHealthyUser) {
  const Scenario scenario = load_scenario("healthy");
  EXPECT_EQ(scenario.user.environment.at("ONECLAW_AGENT_API_KEY"), bot_key);
  EXPECT_EQ(scenario.user.environment.at("ONECLAW_VAULT_ID"), prod);
  EXPECT_EQ(scenario.expects.root, "");
  EXPECT_EQ(scenario.expects.verdict, "healthy");
  EXPECT_THAT(scenario.canaries, Contains(bot_key));
  EXPECT_THAT(scenario.canaries, Contains("mock-db-primary-9be2"));
  EXPECT_THAT(scenario.canaries, Contains("correct-horse-battery-staple"));
}

TEST(Scenarios, InheritFromTheOneTheyAreLike) {
  const Scenario scenario = parse_scenario(
      "mine",
      R"({"about":"x","like":"ip_denied","world":{"tokens":{"t":{}}},"user":{"environment":)"
      R"({"ONECLAW_VAULT_ID":null,"ONECLAW_AGENT_TOKEN":"{{token:t}}"}}})");
  EXPECT_FALSE(scenario.user.environment.contains("ONECLAW_VAULT_ID"));
  EXPECT_TRUE(scenario.user.environment.at("ONECLAW_AGENT_TOKEN").starts_with("eyJ"));
  EXPECT_THAT(scenario.canaries, Contains(scenario.user.environment.at("ONECLAW_AGENT_TOKEN")));
  EXPECT_THAT(scenario.world, HasSubstr("198.51.100.0/24"));
}

TEST(Scenarios, WriteTheUsersFiles) {
  const Scenario scenario = parse_scenario("mine", R"({"about":"x","user":{"files":{
    "~/.config/1claw/config.json":{"auth":{"expiresAt":"{{epoch_ms:-10}}"}},
    "./.env":"A=1\n",
    "/etc/x":{"content":"hello","mode":"0644"}}}})");
  const auto& files = scenario.user.files;
  EXPECT_THAT(files.at("/home/user/.config/1claw/config.json").content,
              testing::ContainsRegex("\"expiresAt\": [0-9]+\n"));
  EXPECT_EQ(files.at("/home/user/project/.env").content, "A=1\n");
  EXPECT_EQ(files.at("/home/user/project/.env").mode, 0600U);
  EXPECT_EQ(files.at("/etc/x").content, "hello");
  EXPECT_EQ(files.at("/etc/x").mode, 0644U);
}

TEST(Scenarios, FollowTheServersClock) {
  const Scenario scenario =
      parse_scenario("mine",
                     R"({"about":"x","world":{"clock":{"offset_seconds":86400}},)"
                     R"("user":{"environment":{"T":"{{time:0}}"}}})");
  const auto time = parse_rfc3339(scenario.user.environment.at("T"));
  ASSERT_TRUE(time);
  const auto ahead = *time - now_shifted(std::chrono::seconds(0));
  EXPECT_NEAR(static_cast<double>(ahead.count()), 86400.0, 5.0);
}

struct Mistake {
  std::string name;
  std::string text;
  std::string place;
};

class Mistakes : public testing::TestWithParam<Mistake> {};

TEST_P(Mistakes, AreNamedWithTheirPlace) {
  try {
    parse_scenario("mine", GetParam().text);
    FAIL() << "accepted";
  } catch (const ScenarioError& error) {
    EXPECT_THAT(error.what(), HasSubstr(GetParam().place));
  }
}

INSTANTIATE_TEST_SUITE_P(
    All,
    Mistakes,
    testing::Values(
        Mistake{"Not_json", "{", "mine.json: broken JSON at line 1"},
        Mistake{"Not_an_object", "[]", "mine.json: a JSON object"},
        Mistake{"Unknown_member", R"({"abuot":"x"})", "mine.json#/abuot: unknown member"},
        Mistake{"Unknown_expectation",
                R"({"expects":{"roots":"x"}})",
                "mine.json#/expects/roots: unknown member"},
        Mistake{"Unknown_knob",
                R"({"world":{"agents":{"ci-bot":{"scops":[]}}}})",
                "mine.json#/world/agents/ci-bot/scops: unknown member"},
        Mistake{"Slash_in_a_name",
                R"({"world":{"vaults":{"prod":{"secrets":{"a/b":{"typ":"x"}}}}}})",
                "mine.json#/world/vaults/prod/secrets/a~1b/typ"},
        Mistake{"Wrong_type",
                R"({"world":{"org":{"credits_cents":"5"}}})",
                "mine.json#/world/org/credits_cents: a whole number is expected"},
        Mistake{"Wrong_word",
                R"({"world":{"tls":{"certificate":"stale"}}})",
                "mine.json#/world/tls/certificate: one of good, expired"},
        Mistake{"Wrong_time",
                R"({"world":{"agents":{"ci-bot":{"expires_at":"yesterday"}}}})",
                "mine.json#/world/agents/ci-bot/expires_at"},
        Mistake{
            "Wrong_dns", R"({"world":{"dns":{"api.1claw.xyz":"gone"}}})", "mine.json#/world/dns"},
        Mistake{"Unknown_cause",
                R"({"world":{"api":{"wording":{"no_polcy":"x"}}}})",
                "mine.json#/world/api/wording: no refusal is called no_polcy"},
        Mistake{"Wrong_fault",
                R"({"world":{"faults":{"a":{"kind":"explode"}}}})",
                "mine.json#/world/faults/a/kind"},
        Mistake{
            "Unknown_user_member", R"({"user":{"env":{}}})", "mine.json#/user/env: unknown member"},
        Mistake{"Unknown_token",
                R"({"user":{"environment":{"T":"{{token:none}}"}}})",
                "no token is called none"},
        Mistake{"Unknown_placeholder",
                R"({"user":{"environment":{"T":"{{key:nobody}}"}}})",
                "mine.json#/user: nothing is called {{key:nobody}}"},
        Mistake{"Token_in_the_world",
                R"({"world":{"client_ip":"{{key:alice}}"}})",
                "mine.json#/world: nothing is called"},
        Mistake{"Unknown_like", R"({"like":"nothing"})", "there is no scenario called nothing"}),
    [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace doctor::mock::test
