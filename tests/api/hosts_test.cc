#include "api/hosts.h"

#include <string>

#include <gtest/gtest.h>

namespace doctor::api {
namespace {

struct RoleCase {
  const char* name;
  const char* host;
  HostRole role;
  bool official;
};

class Role : public testing::TestWithParam<RoleCase> {};

TEST_P(Role, IsKnownByName) {
  const RoleCase& test = GetParam();
  EXPECT_EQ(name_of(role_of(test.host)), name_of(test.role));
  EXPECT_EQ(is_official(test.host), test.official);
}

INSTANTIATE_TEST_SUITE_P(
    Hosts,
    Role,
    testing::Values(RoleCase{"api_xyz", "api.1claw.xyz", HostRole::api, true},
                    RoleCase{"api_co", "api.1claw.co", HostRole::api, true},
                    RoleCase{"any_case", "API.1Claw.XYZ", HostRole::api, true},
                    RoleCase{"final_dot", "api.1claw.xyz.", HostRole::api, true},
                    RoleCase{"dashboard", "1claw.co", HostRole::dashboard, true},
                    RoleCase{"www", "www.1claw.xyz", HostRole::dashboard, true},
                    RoleCase{"docs", "docs.1claw.co", HostRole::docs, true},
                    RoleCase{"mcp", "mcp.1claw.xyz", HostRole::mcp, true},
                    RoleCase{"shroud", "shroud.1claw.co", HostRole::shroud, true},
                    RoleCase{"intents", "intents.1claw.xyz", HostRole::intents, true},
                    RoleCase{"runtimes", "run.1claw.co", HostRole::runtimes, true},
                    RoleCase{"unknown_name_of_ours", "status.1claw.xyz", HostRole::other, true},
                    RoleCase{"deeper_name", "a.api.1claw.xyz", HostRole::other, true},
                    RoleCase{"localhost", "localhost", HostRole::loopback, false},
                    RoleCase{"v4", "127.0.0.5", HostRole::loopback, false},
                    RoleCase{"v6", "::1", HostRole::loopback, false},
                    RoleCase{"cloud_run", "oneclaw-vault-x.run.app", HostRole::cloud_run, false},
                    RoleCase{"other_product", "1claw.ai", HostRole::foreign, false},
                    RoleCase{"below_other_product", "api.1claw.ai", HostRole::foreign, false},
                    RoleCase{"own", "vault.internal", HostRole::other, false},
                    RoleCase{"suffix_trick", "evil1claw.xyz", HostRole::other, false},
                    RoleCase{"prefix_trick", "api.1claw.xyz.evil.com", HostRole::other, false},
                    RoleCase{"empty", "", HostRole::other, false}),
    [](const auto& each) { return std::string{each.param.name}; });

TEST(Hosts, MirrorsAreOneService) {
  EXPECT_TRUE(same_service("api.1claw.xyz", "api.1claw.co"));
  EXPECT_TRUE(same_service("1claw.xyz", "www.1claw.co"));
  EXPECT_TRUE(same_service("Vault.internal", "vault.internal"));
  EXPECT_FALSE(same_service("api.1claw.xyz", "mcp.1claw.xyz"));
  EXPECT_FALSE(same_service("api.1claw.xyz", "api.1claw.ai"));
  EXPECT_FALSE(same_service("api.1claw.xyz", "1claw.xyz"));
}

struct MeantCase {
  const char* name;
  const char* host;
  const char* meant;  ///< empty: nothing may be suggested
};

class Meant : public testing::TestWithParam<MeantCase> {};

TEST_P(Meant, IsTheNearestOfficialHost) {
  const MeantCase& test = GetParam();
  EXPECT_EQ(meant_host(test.host).value_or(""), test.meant);
}

INSTANTIATE_TEST_SUITE_P(
    NearMiss,
    Meant,
    testing::Values(MeantCase{"letter_l", "api.lclaw.xyz", "api.1claw.xyz"},
                    MeantCase{"letter_i", "api.Iclaw.xyz", "api.1claw.xyz"},
                    MeantCase{"one_for_l", "api.1c1aw.xyz", "api.1claw.xyz"},
                    MeantCase{"zero_for_o", "api.1claw.c0", "api.1claw.co"},
                    MeantCase{"swapped_ending", "api.1claw.xzy", "api.1claw.xyz"},
                    MeantCase{"short_ending", "api.1claw.xy", "api.1claw.xyz"},
                    MeantCase{"long_ending", "api.1claw.xyzz", "api.1claw.xyz"},
                    MeantCase{"short_co", "api.1claw.c", "api.1claw.co"},
                    MeantCase{"com", "api.1claw.com", "api.1claw.xyz"},
                    MeantCase{"io", "mcp.1claw.io", "mcp.1claw.xyz"},
                    MeantCase{"apex_com", "1claw.com", "1claw.xyz"},
                    MeantCase{"ai", "api.1claw.ai", "api.1claw.xyz"},
                    MeantCase{"dash", "api-1claw.xyz", "api.1claw.xyz"},
                    MeantCase{"dash_co", "api-1claw.co", "api.1claw.co"},
                    MeantCase{"reversed", "1claw.api", "api.1claw.xyz"},
                    MeantCase{"reversed_dash", "1claw-api.xyz", "api.1claw.xyz"},
                    MeantCase{"no_ending", "api.1claw", "api.1claw.xyz"},
                    MeantCase{"missing_dot", "api1claw.xyz", "api.1claw.xyz"},
                    MeantCase{"missing_last_dot", "api.1clawxyz", "api.1claw.xyz"},
                    MeantCase{"missing_one", "api.claw.xyz", "api.1claw.xyz"},
                    MeantCase{"spelled_out", "api.oneclaw.xyz", "api.1claw.xyz"},
                    MeantCase{"swapped_letters", "api.1calw.xyz", "api.1claw.xyz"},
                    MeantCase{"app", "app.1claw.xyz", "api.1claw.xyz"},
                    MeantCase{"app_com", "app.1claw.com", "api.1claw.xyz"},
                    MeantCase{"plural", "apis.1claw.co", "api.1claw.co"},
                    MeantCase{"mpc", "mpc.1claw.xyz", "mcp.1claw.xyz"},
                    MeantCase{"shroud", "shrod.1claw.xyz", "shroud.1claw.xyz"},
                    MeantCase{"apex", "1clwa.xyz", "1claw.xyz"}),
    [](const auto& each) { return std::string{each.param.name}; });

INSTANTIATE_TEST_SUITE_P(Unrelated,
                         Meant,
                         testing::Values(MeantCase{"official", "api.1claw.xyz", ""},
                                         MeantCase{"mirror", "api.1claw.co", ""},
                                         MeantCase{"shouting", "API.1CLAW.CO", ""},
                                         MeantCase{"apex", "1claw.co", ""},
                                         MeantCase{"dotted", "mcp.1claw.xyz.", ""},
                                         MeantCase{"status_page", "status.1claw.xyz", ""},
                                         MeantCase{"example", "api.example.com", ""},
                                         MeantCase{"internal", "vault.internal", ""},
                                         MeantCase{"localhost", "localhost", ""},
                                         MeantCase{"private_v4", "10.0.0.1", ""},
                                         MeantCase{"v6", "2001:db8::1", ""},
                                         MeantCase{"own_installation", "1claw.example.com", ""},
                                         MeantCase{"own_api", "api.1claw.internal", ""},
                                         MeantCase{"container", "1claw-api", ""},
                                         MeantCase{"cloud_run", "oneclaw-vault-abc.run.app", ""},
                                         MeantCase{"short_other", "law.co", ""},
                                         MeantCase{"other_api", "api.xyz", ""},
                                         MeantCase{"other_claw", "api.openclaw.ai", ""},
                                         MeantCase{"lookalike_path", "api.1claw.xyz.evil.com", ""},
                                         MeantCase{"empty", "", ""},
                                         MeantCase{"dots", "...", ""}),
                         [](const auto& each) { return std::string{each.param.name}; });

TEST(Hosts, TheDefaultsAreOfficial) {
  EXPECT_EQ(default_base_url, "https://api.1claw.xyz");
  EXPECT_TRUE(default_mcp_url.ends_with("/mcp"));
}

}  // namespace
}  // namespace doctor::api
