// The healthy organisation, asked over real sockets.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock/client.h"

namespace doctor::mock::test {
namespace {

using testing::HasSubstr;

class HealthyServer : public testing::Test {
 protected:
  Server server_{load_scenario("healthy")};
  const Endpoints& at_ = server_.endpoints();
};

TEST_F(HealthyServer, TellsItsHealth) {
  const Response response = send(at_, {});
  EXPECT_EQ(response.code, CURLE_OK);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, R"({"status":"healthy","version":"0.53.2"})");
  EXPECT_EQ(response.headers.at("content-type"), "application/json");
  EXPECT_THAT(response.headers, testing::Contains(testing::Key("date")));
}

TEST_F(HealthyServer, ExchangesAKeyAndShowsTheVault) {
  const std::string token = agent_token(at_, bot_key);
  ASSERT_FALSE(token.empty());
  const Response vaults = send(at_, {.url = "https://api.1claw.xyz/v1/vaults", .token = token});
  EXPECT_EQ(vaults.status, 200);
  EXPECT_THAT(vaults.body, HasSubstr(prod));
  EXPECT_EQ(vaults.headers.at("x-ratelimit-requests-limit"), "25000");
}

TEST_F(HealthyServer, TakesSecretPathsRawAndEncoded) {
  const std::string token = agent_token(at_, bot_key);
  const std::string secrets = std::string("https://api.1claw.xyz/v1/vaults/") + prod + "/secrets/";
  for (const char* path : {"db/primary/password", "db%2Fprimary%2Fpassword"}) {
    const Response secret = send(at_, {.url = secrets + path, .token = token});
    EXPECT_EQ(secret.status, 200) << path;
    EXPECT_EQ(text_member(secret.body, "value"), "mock-db-primary-9be2") << path;
  }
}

TEST_F(HealthyServer, RecordsWhatCameWithoutItsSecrets) {
  send(at_, {.url = "https://api.1claw.xyz/v1/vaults?x=1", .token = bot_key});
  agent_token(at_, bot_key);
  const std::vector<Recorded> all = server_.recorded();
  ASSERT_EQ(all.size(), 2);
  EXPECT_EQ(all[0].method, "GET");
  EXPECT_EQ(all[0].host, "api.1claw.xyz");
  EXPECT_EQ(all[0].target, "/v1/vaults?x=1");
  EXPECT_EQ(all[0].authorization, "Bearer ocv_");
  EXPECT_EQ(all[0].status, 401);
  EXPECT_TRUE(all[1].authenticated);
  EXPECT_EQ(all[1].authorization, "body ocv_");
  EXPECT_THAT(server_.names(), testing::ElementsAre("api.1claw.xyz"));
}

TEST_F(HealthyServer, ServesEachHostItsOwn) {
  EXPECT_THAT(send(at_, {.url = "https://1claw.xyz/v1/health"}).body, HasSubstr("<!DOCTYPE html>"));
  EXPECT_THAT(send(at_, {.url = "https://1claw.xyz/api/v1/health"}).body, HasSubstr("healthy"));
  EXPECT_EQ(send(at_, {.url = "https://mcp.1claw.xyz/health"}).body, "✓ Ok");
  EXPECT_EQ(send(at_, {.url = "https://mcp.1claw.xyz/v1/health"}).status, 404);
  EXPECT_EQ(send(at_, {.url = "https://shroud.1claw.xyz/v1/health"}).status, 401);
  EXPECT_EQ(send(at_, {.url = "https://shroud.1claw.xyz/healthz"}).status, 200);
  EXPECT_EQ(send(at_, {.url = "http://api.1claw.xyz/v1/health"}).status, 308);
  EXPECT_EQ(send(at_, {.url = "http://127.0.0.1/v1/health"}).status, 200);
}

TEST(Server, RefusesOnTheRefusedPort) {
  const Server server(load_scenario("healthy"));
  Endpoints at = server.endpoints();
  at.tls_port = at.refused_port;
  EXPECT_EQ(send(at, {}).code, CURLE_COULDNT_CONNECT);
}

TEST(Server, NamesAPortThatIsTaken) {
  const Server server(load_scenario("healthy"));
  EXPECT_THROW(Server(load_scenario("healthy"), server.endpoints().plain_port), ScenarioError);
}

}  // namespace
}  // namespace doctor::mock::test
