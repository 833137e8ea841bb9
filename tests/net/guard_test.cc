// What may leave: the promises of the guard, each with the ask that would break it.

#include "net/guard.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace doctor::net {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* api_base = "https://api.1claw.xyz";
constexpr const char* mcp_url = "https://mcp.1claw.xyz/mcp";

Guard guard_of(int budget = 8) {
  return Guard{{.api_base = api_base, .mcp_url = mcp_url, .max_authenticated = budget}};
}

HttpAsk ask_of(std::string endpoint, Credential credential, std::string base = api_base) {
  return {.endpoint = std::move(endpoint), .base = std::move(base), .credential = credential};
}

std::string refusal(Guard& guard, const HttpAsk& ask) {
  const Guard::Decision decision = guard.decide(ask);
  EXPECT_EQ(decision.permit.has_value(), decision.refusal.empty());
  return decision.refusal;
}

struct Pair {
  std::string endpoint;
  Credential credential;
  std::string base = api_base;
};

TEST(Guard, LetsEachCredentialGoWhereItBelongs) {
  const std::vector<Pair> pairs{{"health", Credential::none},
                                {"vaults.list", Credential::bearer},
                                {"auth.agent-token", Credential::exchange_key},
                                {"mcp.rpc", Credential::mcp_bearer, mcp_url},
                                {"mcp.rpc", Credential::none, mcp_url}};
  for (const Pair& pair : pairs) {
    Guard guard = guard_of();
    EXPECT_THAT(refusal(guard, ask_of(pair.endpoint, pair.credential, pair.base)), IsEmpty())
        << pair.endpoint;
  }
}

TEST(Guard, RefusesACredentialThatTheEndpointIsNotMadeFor) {
  const std::vector<Pair> pairs{{"health", Credential::bearer},
                                {"jwks", Credential::exchange_key},
                                {"vaults.list", Credential::exchange_key},
                                {"auth.agent-token", Credential::bearer},
                                {"vaults.list", Credential::mcp_bearer},
                                {"mcp.rpc", Credential::bearer, mcp_url}};
  for (const Pair& pair : pairs) {
    Guard guard = guard_of();
    EXPECT_THAT(refusal(guard, ask_of(pair.endpoint, pair.credential, pair.base)),
                HasSubstr("does not carry such a credential"))
        << pair.endpoint;
    EXPECT_EQ(guard.sent(), 0);
  }
}

TEST(Guard, RefusesWhatIsNotOnTheList) {
  Guard guard = guard_of();
  EXPECT_THAT(refusal(guard, ask_of("secret.read", Credential::bearer)), HasSubstr("not on the"));
  EXPECT_THAT(refusal(guard, ask_of("nothing", Credential::none)), HasSubstr("not on the"));
}

TEST(Guard, RefusesOtherHosts) {
  Guard guard = guard_of();
  EXPECT_THAT(refusal(guard, ask_of("health", Credential::none, "https://other.example")),
              HasSubstr("not part of the examined set-up"));
}

TEST(Guard, KeepsACredentialAtItsOwnOrigin) {
  Guard guard = guard_of();
  EXPECT_THAT(refusal(guard, ask_of("vaults.list", Credential::bearer, "https://mcp.1claw.xyz")),
              HasSubstr("its own origin only"));
  EXPECT_THAT(refusal(guard, ask_of("mcp.rpc", Credential::mcp_bearer, api_base)),
              HasSubstr("its own origin only"));
}

TEST(Guard, SendsNoCredentialOverPlainHttpExceptToThisMachine) {
  Guard remote{{.api_base = "http://api.1claw.xyz", .mcp_url = {}}};
  EXPECT_THAT(refusal(remote, ask_of("vaults.list", Credential::bearer, "http://api.1claw.xyz")),
              HasSubstr("plain http"));
  EXPECT_THAT(refusal(remote, ask_of("health", Credential::none, "http://api.1claw.xyz")),
              IsEmpty());
  Guard local{{.api_base = "http://127.0.0.1:8443", .mcp_url = {}}};
  EXPECT_THAT(refusal(local, ask_of("vaults.list", Credential::bearer, "http://127.0.0.1:8443")),
              IsEmpty());
}

TEST(Guard, ForgetsNoDistrustedOrigin) {
  Guard guard = guard_of();
  guard.distrust("https://api.1claw.xyz/v1/health");
  guard.distrust("https://mcp.1claw.xyz/health");
  EXPECT_THAT(refusal(guard, ask_of("vaults.list", Credential::bearer)),
              HasSubstr("certificate did not verify"));
  EXPECT_THAT(refusal(guard, ask_of("mcp.rpc", Credential::mcp_bearer, mcp_url)),
              HasSubstr("certificate did not verify"));
  EXPECT_THAT(refusal(guard, ask_of("health", Credential::none)), IsEmpty());
}

TEST(Guard, ExchangesOnce) {
  Guard guard = guard_of();
  EXPECT_THAT(refusal(guard, ask_of("auth.agent-token", Credential::exchange_key)), IsEmpty());
  EXPECT_THAT(refusal(guard, ask_of("auth.api-key-token", Credential::exchange_key)),
              HasSubstr("once per run"));
}

TEST(Guard, CountsRequestsWithACredentialAgainstTheBudget) {
  Guard guard = guard_of(1);
  EXPECT_THAT(refusal(guard, ask_of("health", Credential::none)), IsEmpty());
  EXPECT_THAT(refusal(guard, ask_of("vaults.list", Credential::bearer)), IsEmpty());
  EXPECT_THAT(refusal(guard, ask_of("vaults.list", Credential::bearer)), HasSubstr("used up"));
  EXPECT_TRUE(guard.decide(ask_of("vaults.list", Credential::bearer)).over_budget);
  EXPECT_FALSE(guard.decide(ask_of("secret.read", Credential::bearer)).over_budget);
  EXPECT_THAT(refusal(guard, ask_of("health", Credential::none)), IsEmpty());
  guard.repeats();
  EXPECT_FALSE(guard.decide(ask_of("vaults.list", Credential::bearer)).over_budget);
  EXPECT_EQ(guard.sent(), 3);
  EXPECT_EQ(guard.authenticated(), 1);
}

}  // namespace
}  // namespace doctor::net
