#include "api/endpoints.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace doctor::api {
namespace {

std::string id_of(const Endpoint* endpoint) {
  return endpoint == nullptr ? "" : std::string{endpoint->id};
}

TEST(Endpoints, IdsAreUniqueAndFound) {
  std::set<std::string_view> ids;
  for (const Endpoint& endpoint : endpoints()) {
    EXPECT_TRUE(ids.insert(endpoint.id).second) << endpoint.id;
    EXPECT_EQ(find_endpoint(endpoint.id), &endpoint);
    EXPECT_FALSE(endpoint.about.empty()) << endpoint.id;
  }
  EXPECT_EQ(find_endpoint("no.such"), nullptr);
}

TEST(Endpoints, EveryTemplateMatchesItself) {
  for (const Endpoint& endpoint : endpoints()) {
    std::string path;
    for (std::size_t i = 0; i < endpoint.path.size(); ++i) {
      if (endpoint.path[i] == '{') {
        path += "x-1";
        i = endpoint.path.find('}', i);
      } else {
        path += endpoint.path[i];
      }
    }
    EXPECT_EQ(id_of(match_endpoint(endpoint.method, path)), endpoint.id) << path;
    EXPECT_EQ(is_allowed(endpoint), endpoint.safety != Safety::harmful);
  }
}

TEST(Endpoints, OnlyHarmlessPostsAreTheExchangesAndMcp) {
  for (const Endpoint& endpoint : endpoints()) {
    if (endpoint.method == Method::post && is_allowed(endpoint)) {
      EXPECT_TRUE(endpoint.safety == Safety::exchange || endpoint.safety == Safety::mcp)
          << endpoint.id;
    }
  }
}

struct MatchCase {
  const char* name;
  Method method;
  std::string path;
  const char* id;  ///< empty: refused as unknown
};

class Match : public testing::TestWithParam<MatchCase> {};

TEST_P(Match, FindsTheEndpoint) {
  const MatchCase& test = GetParam();
  EXPECT_EQ(id_of(match_endpoint(test.method, test.path)), test.id);
}

INSTANTIATE_TEST_SUITE_P(
    Harmless,
    Match,
    testing::Values(
        MatchCase{"health", Method::get, "/v1/health", "health"},
        MatchCase{"agents_me", Method::get, "/v1/agents/me", "agents.me"},
        MatchCase{"agents_get", Method::get, "/v1/agents/a-1", "agents.get"},
        MatchCase{"secrets", Method::get, "/v1/vaults/v-1/secrets", "vault.secrets"},
        MatchCase{"encoded_value", Method::get, "/v1/vaults/my%20vault/secrets", "vault.secrets"},
        MatchCase{"exchange", Method::post, "/v1/auth/agent-token", "auth.agent-token"},
        MatchCase{"device_code", Method::get, "/v1/auth/device/code/ABCD-EFGH", "device.code"},
        MatchCase{"mcp", Method::post, "", "mcp.rpc"},
        MatchCase{"mcp_health", Method::get, "/health", "mcp.health"}),
    [](const auto& each) { return std::string{each.param.name}; });

INSTANTIATE_TEST_SUITE_P(
    Unknown,
    Match,
    testing::Values(MatchCase{"no_get_on_mcp", Method::get, "", ""},
                    MatchCase{"wrong_method", Method::post, "/v1/health", ""},
                    MatchCase{"get_on_exchange", Method::get, "/v1/auth/agent-token", ""},
                    MatchCase{"trailing_slash", Method::get, "/v1/vaults/", ""},
                    MatchCase{"double_slash", Method::get, "/v1//health", ""},
                    MatchCase{"dot_segment", Method::get, "/v1/./health", ""},
                    MatchCase{"climbing", Method::get, "/v1/vaults/..", ""},
                    MatchCase{"climbing_encoded", Method::get, "/v1/vaults/%2e%2E", ""},
                    MatchCase{"encoded_slash", Method::get, "/v1/agents/a%2Fb", ""},
                    MatchCase{"encoded_backslash", Method::get, "/v1/agents/a%5Cb", ""},
                    MatchCase{"doubly_encoded", Method::get, "/v1/agents/a%252Fb", ""},
                    MatchCase{"encoded_nul", Method::get, "/v1/agents/a%00", ""},
                    MatchCase{"other_case", Method::get, "/V1/health", ""},
                    MatchCase{"no_leading_slash", Method::get, "v1/health", ""},
                    MatchCase{"query", Method::get, "/v1/vaults?x=1", ""},
                    MatchCase{"fragment", Method::get, "/v1/vaults#x", ""},
                    MatchCase{"doubled_version", Method::get, "/v1/v1/health", ""},
                    MatchCase{"unlisted", Method::get, "/v1/risk/honeytokens", ""},
                    MatchCase{"empty_parameter", Method::get, "/v1/vaults//policies", ""}),
    [](const auto& each) { return std::string{each.param.name}; });

INSTANTIATE_TEST_SUITE_P(
    Harmful,
    Match,
    testing::Values(
        MatchCase{"read", Method::get, "/v1/vaults/v/secrets/a", "secret.read"},
        MatchCase{"raw_slashes", Method::get, "/v1/vaults/v/secrets/a/b/c", "secret.read"},
        MatchCase{"encoded_slash", Method::get, "/v1/vaults/v/secrets/a%2Fb", "secret.read"},
        MatchCase{"trailing_slash", Method::get, "/v1/vaults/v/secrets/", "secret.read"},
        MatchCase{"hidden_in_vault", Method::get, "/v1/vaults/v%2Fsecrets%2Fa", "secret.read"},
        MatchCase{"hidden_in_agent",
                  Method::get,
                  "/v1/agents/..%2Fvaults%2Fv%2Fsecrets%2Fa",
                  "secret.read"},
        MatchCase{"hidden_twice", Method::get, "/v1/vaults/v%252Fsecrets%252Fa", "secret.read"},
        MatchCase{"hidden_list", Method::get, "/v1/vaults/v%2Fsecrets%2Fa/secrets", "secret.read"},
        MatchCase{"doubled_slash", Method::get, "/v1/vaults/v//secrets///a", "secret.read"},
        MatchCase{"dot_segments", Method::get, "/v1/vaults/v/policies/../secrets/a", "secret.read"},
        MatchCase{
            "encoded_dots", Method::get, "/v1/vaults/v/policies/%2e%2e/secrets/a", "secret.read"},
        MatchCase{"backslash", Method::get, "/v1/vaults/v/secrets\\a", "secret.read"},
        MatchCase{"other_case", Method::get, "/V1/Vaults/v/Secrets/a", "secret.read"},
        MatchCase{"encoded_word", Method::get, "/v1/vaults/v/%73ecrets/a", "secret.read"},
        MatchCase{"share", Method::get, "/v1/share/s-1", "share.read"},
        MatchCase{"resolve", Method::get, "/v1/vaults/v/env-vars/resolve", "env-vars.read"},
        MatchCase{"rotate", Method::post, "/v1/agents/a/rotate-key", "agents.rotate-key"},
        MatchCase{"enroll", Method::post, "/v1/agents/enroll", "agents.enroll"},
        MatchCase{"device", Method::post, "/v1/auth/device/code", "device.start"},
        MatchCase{"policy", Method::post, "/v1/vaults/v/policies", "policies.create"},
        MatchCase{"create_vault", Method::post, "/v1/vaults", "vaults.create"}),
    [](const auto& each) { return std::string{each.param.name}; });

struct WireCase {
  const char* name;
  Method method;
  const char* path;
  const char* id;
};

class Wire : public testing::TestWithParam<WireCase> {};

TEST_P(Wire, IsHarmfulWhateverStandsBeforeIt) {
  const WireCase& test = GetParam();
  EXPECT_EQ(id_of(harmful_on_wire(test.method, test.path)), test.id);
}

INSTANTIATE_TEST_SUITE_P(
    Endpoints,
    Wire,
    testing::Values(
        WireCase{"plain", Method::get, "/v1/health", ""},
        WireCase{"behind_dashboard", Method::get, "/api/v1/vaults/v/secrets", ""},
        WireCase{"read_behind_dashboard", Method::get, "/api/v1/vaults/v/secrets/a", "secret.read"},
        WireCase{"base_that_reads", Method::get, "/v1/vaults/v/secrets/v1/health", "secret.read"},
        WireCase{"encoded", Method::get, "/api%2Fv1/share/s", "share.read"},
        WireCase{"doubled_version", Method::get, "/v1/v1/share/s", "share.read"},
        WireCase{"mcp", Method::post, "/mcp", ""},
        WireCase{"mcp_url_that_enrolls", Method::post, "/v1/agents/enroll", "agents.enroll"},
        WireCase{"with_query", Method::post, "/x/v1/agents/enroll?a=b", "agents.enroll"},
        WireCase{"empty", Method::get, "", ""}),
    [](const auto& each) { return std::string{each.param.name}; });

}  // namespace
}  // namespace doctor::api
