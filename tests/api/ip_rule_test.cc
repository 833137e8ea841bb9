#include "api/ip_rule.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace doctor::api {
namespace {

IpRule allow(const char* cidr) {
  return {.id = {}, .deny = false, .cidr = cidr, .label = {}};
}
IpRule deny(const char* cidr, const char* label = "") {
  return {.id = {}, .deny = true, .cidr = cidr, .label = label};
}

struct Case {
  const char* name;
  std::vector<IpRule> rules;
  const char* address;
  IpVerdict verdict;
  const char* rule;
  const char* entry;
  bool family_missing;
};

class IpRules : public testing::TestWithParam<Case> {};

TEST_P(IpRules, AreEvaluated) {
  const Case& test = GetParam();
  const IpAnswer answer = evaluate_ip(test.rules, test.address);
  EXPECT_EQ(word_of(answer.verdict), word_of(test.verdict));
  EXPECT_EQ(answer.rule, test.rule);
  EXPECT_EQ(answer.smallest_entry, test.entry);
  EXPECT_EQ(answer.family_has_no_rule, test.family_missing);
}

INSTANTIATE_TEST_SUITE_P(
    Api,
    IpRules,
    testing::Values(
        Case{"no_rules", {}, "203.0.113.9", IpVerdict::allowed, "", "203.0.113.9/32", false},
        Case{"allowed",
             {allow("203.0.113.0/24")},
             "203.0.113.9",
             IpVerdict::allowed,
             "allow 203.0.113.0/24",
             "203.0.113.9/32",
             false},
        Case{"not_listed",
             {allow("203.0.113.0/29")},
             "203.0.113.9",
             IpVerdict::not_listed,
             "",
             "203.0.113.9/32",
             false},
        Case{"denied",
             {deny("203.0.0.0/16", "office")},
             "203.0.113.9",
             IpVerdict::denied_by_rule,
             "deny 203.0.0.0/16 (office)",
             "203.0.113.9/32",
             false},
        Case{"deny_wins",
             {allow("0.0.0.0/0"), deny("203.0.113.9/32")},
             "203.0.113.9",
             IpVerdict::denied_by_rule,
             "deny 203.0.113.9/32",
             "203.0.113.9/32",
             false},
        Case{"other_deny",
             {deny("198.51.100.0/24")},
             "203.0.113.9",
             IpVerdict::allowed,
             "",
             "203.0.113.9/32",
             false},
        Case{"bare_address",
             {allow("203.0.113.9")},
             "203.0.113.9",
             IpVerdict::allowed,
             "allow 203.0.113.9",
             "203.0.113.9/32",
             false},
        Case{"host_bits_set",
             {allow("203.0.113.77/24")},
             "203.0.113.9",
             IpVerdict::allowed,
             "allow 203.0.113.77/24",
             "203.0.113.9/32",
             false},
        Case{"odd_prefix",
             {allow("203.0.112.0/23")},
             "203.0.113.255",
             IpVerdict::allowed,
             "allow 203.0.112.0/23",
             "203.0.113.255/32",
             false},
        Case{"just_outside",
             {allow("203.0.112.0/23")},
             "203.0.114.0",
             IpVerdict::not_listed,
             "",
             "203.0.114.0/32",
             false},
        Case{"v6",
             {allow("2001:db8::/32")},
             "2001:db8:1::1",
             IpVerdict::allowed,
             "allow 2001:db8::/32",
             "2001:db8:1::1/128",
             false},
        Case{"v6_client_v4_rules",
             {allow("203.0.113.0/24")},
             "2001:db8::1",
             IpVerdict::not_listed,
             "",
             "2001:db8::1/128",
             true},
        Case{"v4_client_v6_rules",
             {allow("2001:db8::/32")},
             "203.0.113.9",
             IpVerdict::not_listed,
             "",
             "203.0.113.9/32",
             true},
        Case{"everything_v6_is_not_v4",
             {deny("::/0")},
             "203.0.113.9",
             IpVerdict::allowed,
             "",
             "203.0.113.9/32",
             false},
        Case{"everything_v4_is_not_v6",
             {deny("0.0.0.0/0")},
             "2001:db8::1",
             IpVerdict::allowed,
             "",
             "2001:db8::1/128",
             false},
        Case{"mapped_client",
             {allow("203.0.113.0/24")},
             "::ffff:203.0.113.9",
             IpVerdict::allowed,
             "allow 203.0.113.0/24",
             "203.0.113.9/32",
             false},
        Case{"mapped_rule",
             {allow("::ffff:203.0.113.0/120")},
             "203.0.113.9",
             IpVerdict::allowed,
             "allow ::ffff:203.0.113.0/120",
             "203.0.113.9/32",
             false},
        Case{"not_an_address",
             {allow("203.0.113.0/24")},
             "example.com",
             IpVerdict::unknown,
             "",
             "",
             false},
        Case{"unreadable_allow",
             {allow("203.0.113/24")},
             "203.0.113.9",
             IpVerdict::unknown,
             "",
             "203.0.113.9/32",
             true},
        Case{"unreadable_deny",
             {deny("203.0.113.0/33")},
             "203.0.113.9",
             IpVerdict::unknown,
             "",
             "203.0.113.9/32",
             false},
        Case{"unreadable_but_denied",
             {allow("x"), deny("203.0.113.9")},
             "203.0.113.9",
             IpVerdict::denied_by_rule,
             "deny 203.0.113.9",
             "203.0.113.9/32",
             false}),
    [](const auto& each) { return std::string{each.param.name}; });

TEST(IpRule, EntriesThatAreNoCidrAreListed) {
  const std::vector<IpRule> rules{allow("203.0.113.0/24"),
                                  allow("10.0.0/8"),
                                  deny("::/129"),
                                  deny("1.2.3.4/"),
                                  deny("1.2.3.4/-1"),
                                  deny("010.0.0.1")};
  const IpAnswer answer = evaluate_ip(rules, "203.0.113.9");
  EXPECT_EQ(answer.unreadable.size(), 5U);
}

TEST(IpRule, TextFromTheServerIsMadeSafe) {
  const IpAnswer answer = evaluate_ip(std::vector{deny("1.2.3.4", "a\x1b[31m")}, "1.2.3.4");
  EXPECT_EQ(answer.rule, "deny 1.2.3.4 (a?[31m)");
}

TEST(IpRule, KnowsAddresses) {
  EXPECT_TRUE(is_ip_address("203.0.113.9"));
  EXPECT_TRUE(is_ip_address("2001:db8::1"));
  EXPECT_FALSE(is_ip_address("203.0.113.0/24"));
  EXPECT_FALSE(is_ip_address("localhost"));
  EXPECT_FALSE(is_ip_address(""));
}

}  // namespace
}  // namespace doctor::api
