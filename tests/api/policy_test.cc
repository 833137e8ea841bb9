#include "api/policy.h"

#include <functional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace doctor::api {
namespace {

using Verdict = AccessAnswer::Verdict;

// A Monday.
TimePoint now() {
  return *parse_rfc3339("2026-11-23T10:30:00Z");
}

Policy policy(const char* pattern, std::vector<std::string> permissions = {"read"}) {
  Policy out;
  out.id = "p-1";
  out.vault_id = "v-1";
  out.path_pattern = pattern;
  out.principal_type = "agent";
  out.principal_id = "a-1";
  out.permissions = std::move(permissions);
  return out;
}

Policy changed(Policy base, const std::function<void(Policy&)>& change) {
  change(base);
  return base;
}

/// Agent a-1 wants to read prod/db/creds in vault v-1, and may.
AccessQuestion question() {
  AccessQuestion out;
  out.principal_type = "agent";
  out.principal_id = "a-1";
  out.vault_id = "v-1";
  out.path = "prod/db/creds";
  out.permission = "read";
  out.now = now();
  out.bound_vaults = std::vector<std::string>{"v-1"};
  out.scopes = std::vector<std::string>{"**"};
  out.policies = std::vector<Policy>{policy("prod/**")};
  out.vault_owner = "user:u-1";
  out.secret_type = "password";
  return out;
}

struct Case {
  const char* name;
  std::function<void(AccessQuestion&)> change;
  Verdict verdict;
  Stage stopped_at;
  const char* nearest_miss;  ///< exact; empty: none
};

class Access : public testing::TestWithParam<Case> {};

TEST_P(Access, IsDecidedInTheServersOrder) {
  const Case& test = GetParam();
  AccessQuestion asked = question();
  test.change(asked);
  const AccessAnswer answer = evaluate(asked);
  EXPECT_EQ(word_of(answer.verdict), word_of(test.verdict)) << answer.reason;
  EXPECT_EQ(word_of(answer.stopped_at), word_of(test.stopped_at)) << answer.reason;
  EXPECT_EQ(answer.nearest_miss, test.nearest_miss);
  EXPECT_FALSE(answer.reason.empty());
  if (answer.verdict == Verdict::allowed) {
    EXPECT_TRUE(answer.unknowns.empty());
  }
  if (answer.verdict == Verdict::unknown) {
    EXPECT_FALSE(answer.unknowns.empty());
  }
}

std::string name_of_case(const testing::TestParamInfo<Case>& info) {
  return info.param.name;
}

void set_policies(AccessQuestion& asked, std::vector<Policy> policies) {
  asked.policies = std::move(policies);
}

INSTANTIATE_TEST_SUITE_P(
    BeforePolicies,
    Access,
    testing::Values(Case{"allowed", [](AccessQuestion&) {}, Verdict::allowed, Stage::none, ""},
                    Case{"not_bound",
                         [](AccessQuestion& q) { q.bound_vaults = {{"v-2"}}; },
                         Verdict::denied,
                         Stage::binding,
                         ""},
                    Case{"binding_empty",
                         [](AccessQuestion& q) { q.bound_vaults = std::vector<std::string>{}; },
                         Verdict::unknown,
                         Stage::binding,
                         ""},
                    Case{"binding_unknown",
                         [](AccessQuestion& q) { q.bound_vaults.reset(); },
                         Verdict::unknown,
                         Stage::binding,
                         ""},
                    Case{"binding_before_scope",
                         [](AccessQuestion& q) {
                           q.bound_vaults = {{"v-2"}};
                           q.scopes = {{"dev/**"}};
                         },
                         Verdict::denied,
                         Stage::binding,
                         ""},
                    Case{"scopes_empty",
                         [](AccessQuestion& q) { q.scopes = std::vector<std::string>{}; },
                         Verdict::denied,
                         Stage::scope,
                         ""},
                    Case{"scope_is_a_permission_word",
                         [](AccessQuestion& q) { q.scopes = {{"vaults:read"}}; },
                         Verdict::denied,
                         Stage::scope,
                         ""},
                    Case{"scope_covers_one_segment",
                         [](AccessQuestion& q) { q.scopes = {{"*"}}; },
                         Verdict::denied,
                         Stage::scope,
                         ""},
                    Case{"second_scope_covers",
                         [](AccessQuestion& q) {
                           q.scopes = {{"vaults:read", "prod/*/creds"}};
                         },
                         Verdict::allowed,
                         Stage::none,
                         ""},
                    Case{"scopes_unknown",
                         [](AccessQuestion& q) { q.scopes.reset(); },
                         Verdict::unknown,
                         Stage::scope,
                         ""},
                    Case{"scope_binds_owners_too",
                         [](AccessQuestion& q) {
                           q.vault_owner = "agent:a-1";
                           q.scopes = {{"dev/**"}};
                         },
                         Verdict::denied,
                         Stage::scope,
                         ""}),
    name_of_case);

INSTANTIATE_TEST_SUITE_P(
    ByPolicy,
    Access,
    testing::Values(
        Case{"none_at_all",
             [](AccessQuestion& q) { set_policies(q, {}); },
             Verdict::denied,
             Stage::principal,
             ""},
        Case{"unreadable",
             [](AccessQuestion& q) { q.policies.reset(); },
             Verdict::unknown,
             Stage::principal,
             ""},
        Case{"of_the_user",
             [](AccessQuestion& q) {
               set_policies(q, {changed(policy("**"), [](Policy& p) {
                              p.principal_type = "user";
                              p.principal_id = "u-1";
                            })});
             },
             Verdict::denied,
             Stage::principal,
             "`**` allows read but its principal is the user u-1, not this agent"},
        Case{"of_another_vault",
             [](AccessQuestion& q) {
               set_policies(q, {changed(policy("**"), [](Policy& p) { p.vault_id = "v-2"; })});
             },
             Verdict::denied,
             Stage::principal,
             ""},
        Case{"principal_with_prefix",
             [](AccessQuestion& q) {
               set_policies(
                   q, {changed(policy("**"), [](Policy& p) { p.principal_id = "agent:a-1"; })});
             },
             Verdict::allowed,
             Stage::none,
             ""},
        Case{"one_segment",
             [](AccessQuestion& q) { set_policies(q, {policy("prod/*")}); },
             Verdict::denied,
             Stage::path,
             "`prod/*` allows read but covers one segment only"},
        Case{"case_only",
             [](AccessQuestion& q) { set_policies(q, {policy("Prod/**")}); },
             Verdict::denied,
             Stage::path,
             "`Prod/**` allows read but differs in case only"},
        Case{"leading_slash",
             [](AccessQuestion& q) { set_policies(q, {policy("/prod/**")}); },
             Verdict::denied,
             Stage::path,
             "`/prod/**` allows read but starts with a slash, and the path does not"},
        Case{"path_with_slash",
             [](AccessQuestion& q) {
               q.path = "/prod/db";
               q.scopes = {{"/**"}};
             },
             Verdict::denied,
             Stage::path,
             "`prod/**` allows read but has no leading slash, and the path has one"},
        Case{"folder_itself",
             [](AccessQuestion& q) {
               q.path = "prod";
               set_policies(q, {policy("prod/*")});
             },
             Verdict::denied,
             Stage::path,
             "`prod/*` allows read but covers what is below that folder, not the folder itself"},
        Case{"folder_only",
             [](AccessQuestion& q) { set_policies(q, {policy("prod/db")}); },
             Verdict::denied,
             Stage::path,
             "`prod/db` allows read but covers that one path, and nothing below it"},
        Case{"elsewhere",
             [](AccessQuestion& q) { set_policies(q, {policy("dev/**")}); },
             Verdict::denied,
             Stage::path,
             "`dev/**` allows read but does not cover the path"},
        Case{"write_only",
             [](AccessQuestion& q) { set_policies(q, {policy("prod/**", {"write"})}); },
             Verdict::denied,
             Stage::permission,
             "`prod/**` grants write, not read"},
        Case{"write_only_and_other_principal",
             [](AccessQuestion& q) {
               set_policies(q, {changed(policy("prod/**", {"write", "delete"}), [](Policy& p) {
                              p.principal_type = "user";
                              p.principal_id = "u-1";
                            })});
             },
             Verdict::denied,
             Stage::principal,
             "`prod/**` grants write and delete, not read, and its principal is the user u-1, not "
             "this agent"},
        Case{"write_covers_delete",
             [](AccessQuestion& q) {
               q.permission = "delete";
               set_policies(q, {policy("prod/**", {"write"})});
             },
             Verdict::allowed,
             Stage::none,
             ""},
        Case{"read_does_not_cover_write",
             [](AccessQuestion& q) { q.permission = "write"; },
             Verdict::denied,
             Stage::permission,
             "`prod/**` grants read, not write"},
        Case{"expired",
             [](AccessQuestion& q) {
               set_policies(q,
                            {changed(policy("prod/**"), [](Policy& p) { p.expires_at = now(); })});
             },
             Verdict::denied,
             Stage::expiry,
             "`prod/**` allows read but expired 2026-11-23T10:30:00Z"},
        Case{"not_yet_expired",
             [](AccessQuestion& q) {
               set_policies(q, {changed(policy("prod/**"), [](Policy& p) {
                              p.expires_at = now() + std::chrono::seconds{1};
                            })});
             },
             Verdict::allowed,
             Stage::none,
             ""},
        Case{"nearest_of_several",
             [](AccessQuestion& q) {
               set_policies(q, {policy("dev/**"), policy("prod/*"), policy("prod/**", {"write"})});
             },
             Verdict::denied,
             Stage::permission,
             "`prod/**` grants write, not read"},
        Case{"own_before_anothers",
             [](AccessQuestion& q) {
               set_policies(q,
                            {changed(policy("**"), [](Policy& p) { p.principal_id = "a-2"; }),
                             policy("dev/**")});
             },
             Verdict::denied,
             Stage::path,
             "`dev/**` allows read but does not cover the path"},
        Case{"owner_needs_none",
             [](AccessQuestion& q) {
               q.vault_owner = "agent:a-1";
               set_policies(q, {});
             },
             Verdict::allowed,
             Stage::none,
             ""},
        Case{"bare_owner",
             [](AccessQuestion& q) {
               q.vault_owner = "a-1";
               q.policies.reset();
             },
             Verdict::allowed,
             Stage::none,
             ""},
        Case{"owner_of_other_type",
             [](AccessQuestion& q) {
               q.vault_owner = "user:a-1";
               set_policies(q, {});
             },
             Verdict::denied,
             Stage::principal,
             ""}),
    name_of_case);

Policy denial(const char* pattern, std::int64_t priority) {
  return changed(policy(pattern), [&](Policy& p) {
    p.deny = true;
    p.id = "p-deny";
    p.priority = priority;
  });
}

Policy with_priority(Policy base, std::int64_t priority) {
  base.priority = priority;
  return base;
}

INSTANTIATE_TEST_SUITE_P(
    ByEffect,
    Access,
    testing::Values(Case{"deny_wins_a_tie",
                         [](AccessQuestion& q) {
                           set_policies(q, {policy("**"), denial("prod/**", 0)});
                         },
                         Verdict::denied,
                         Stage::effect,
                         ""},
                    Case{"deny_alone",
                         [](AccessQuestion& q) { set_policies(q, {denial("prod/**", 0)}); },
                         Verdict::denied,
                         Stage::effect,
                         ""},
                    Case{"stronger_deny",
                         [](AccessQuestion& q) {
                           set_policies(q, {with_priority(policy("**"), 5), denial("prod/**", 6)});
                         },
                         Verdict::denied,
                         Stage::effect,
                         ""},
                    Case{"weaker_deny",
                         [](AccessQuestion& q) {
                           set_policies(q, {with_priority(policy("**"), 5), denial("prod/**", 4)});
                         },
                         Verdict::allowed,
                         Stage::none,
                         ""},
                    Case{"deny_elsewhere",
                         [](AccessQuestion& q) {
                           set_policies(q, {policy("**"), denial("dev/**", 9)});
                         },
                         Verdict::allowed,
                         Stage::none,
                         ""},
                    Case{"expired_deny",
                         [](AccessQuestion& q) {
                           set_policies(q, {policy("**"), changed(denial("**", 9), [](Policy& p) {
                                              p.expires_at = now() - std::chrono::hours{1};
                                            })});
                         },
                         Verdict::allowed,
                         Stage::none,
                         ""},
                    Case{"deny_perhaps",
                         [](AccessQuestion& q) {
                           set_policies(q, {policy("**"), changed(denial("**", 9), [](Policy& p) {
                                              p.other_conditions = true;
                                            })});
                         },
                         Verdict::unknown,
                         Stage::condition,
                         ""},
                    Case{"weaker_deny_perhaps",
                         [](AccessQuestion& q) {
                           set_policies(q,
                                        {with_priority(policy("**"), 9),
                                         changed(denial("**", 1),
                                                 [](Policy& p) { p.other_conditions = true; })});
                         },
                         Verdict::allowed,
                         Stage::none,
                         ""}),
    name_of_case);

void add_condition(AccessQuestion& asked, const std::function<void(Policy&)>& change) {
  set_policies(asked, {changed(policy("prod/**"), change)});
}

void add_window(AccessQuestion& asked, const TimeWindow& window) {
  add_condition(asked, [&](Policy& p) { p.time_window = window; });
}

TimeWindow hours(int start, int end) {
  TimeWindow out;
  out.start_hour = start;
  out.end_hour = end;
  return out;
}

constexpr const char* outside_ip =
    "`prod/**` allows read but holds only for the addresses of its ip_allowlist";
constexpr const char* outside_time = "`prod/**` allows read but holds only within its time_window";

INSTANTIATE_TEST_SUITE_P(
    ByCondition,
    Access,
    testing::Values(
        Case{"address_listed",
             [](AccessQuestion& q) {
               q.source_ip = "10.1.2.3";
               add_condition(q, [](Policy& p) { p.ip_allowlist = {"10.0.0.0/8"}; });
             },
             Verdict::allowed,
             Stage::none,
             ""},
        Case{"address_not_listed",
             [](AccessQuestion& q) {
               q.source_ip = "203.0.113.9";
               add_condition(q, [](Policy& p) { p.ip_allowlist = {"10.0.0.0/8"}; });
             },
             Verdict::denied,
             Stage::condition,
             outside_ip},
        Case{"address_unknown",
             [](AccessQuestion& q) {
               add_condition(q, [](Policy& p) { p.ip_allowlist = {"10.0.0.0/8"}; });
             },
             Verdict::unknown,
             Stage::condition,
             ""},
        Case{"in_hours",
             [](AccessQuestion& q) { add_window(q, hours(9, 17)); },
             Verdict::allowed,
             Stage::none,
             ""},
        Case{"out_of_hours",
             [](AccessQuestion& q) { add_window(q, hours(17, 20)); },
             Verdict::denied,
             Stage::condition,
             outside_time},
        Case{"in_the_last_hour",
             [](AccessQuestion& q) { add_window(q, hours(8, 10)); },
             Verdict::unknown,
             Stage::condition,
             ""},
        Case{"over_midnight",
             [](AccessQuestion& q) { add_window(q, hours(22, 12)); },
             Verdict::allowed,
             Stage::none,
             ""},
        Case{"over_midnight_outside",
             [](AccessQuestion& q) { add_window(q, hours(22, 6)); },
             Verdict::denied,
             Stage::condition,
             outside_time},
        Case{"on_the_day",
             [](AccessQuestion& q) {
               TimeWindow window;
               window.days_of_week = {1, 2};
               add_window(q, window);
             },
             Verdict::allowed,
             Stage::none,
             ""},
        Case{"on_another_day",
             [](AccessQuestion& q) {
               TimeWindow window = hours(9, 17);
               window.days_of_week = {0, 6, 7};
               add_window(q, window);
             },
             Verdict::denied,
             Stage::condition,
             outside_time},
        Case{"utc_by_name",
             [](AccessQuestion& q) {
               TimeWindow window = hours(17, 20);
               window.timezone = "Etc/UTC";
               add_window(q, window);
             },
             Verdict::denied,
             Stage::condition,
             outside_time},
        Case{"other_timezone",
             [](AccessQuestion& q) {
               TimeWindow window = hours(17, 20);
               window.timezone = "Europe/Berlin";
               add_window(q, window);
             },
             Verdict::unknown,
             Stage::condition,
             ""},
        Case{"cron",
             [](AccessQuestion& q) {
               TimeWindow window;
               window.cron = "* 9-17 * * *";
               add_window(q, window);
             },
             Verdict::unknown,
             Stage::condition,
             ""},
        Case{"environment",
             [](AccessQuestion& q) {
               q.environment = "dev";
               add_condition(q, [](Policy& p) { p.environments = {"prod"}; });
             },
             Verdict::denied,
             Stage::condition,
             "`prod/**` allows read but holds only in the environments of its environment_in"},
        Case{"environment_unknown",
             [](AccessQuestion& q) {
               add_condition(q, [](Policy& p) { p.environments = {"prod"}; });
             },
             Verdict::unknown,
             Stage::condition,
             ""},
        Case{"other",
             [](AccessQuestion& q) {
               add_condition(q, [](Policy& p) { p.other_conditions = true; });
             },
             Verdict::unknown,
             Stage::condition,
             ""},
        Case{"another_policy_is_sure",
             [](AccessQuestion& q) {
               set_policies(q,
                            {changed(policy("**"), [](Policy& p) { p.other_conditions = true; }),
                             policy("prod/**")});
             },
             Verdict::allowed,
             Stage::none,
             ""}),
    name_of_case);

INSTANTIATE_TEST_SUITE_P(
    AfterPolicies,
    Access,
    testing::Values(Case{"private_key_with_intents",
                         [](AccessQuestion& q) {
                           q.secret_type = "private_key";
                           q.intents_enabled = true;
                         },
                         Verdict::denied,
                         Stage::secret_type,
                         ""},
                    Case{"ssh_key_with_intents",
                         [](AccessQuestion& q) {
                           q.secret_type = "ssh_key";
                           q.intents_enabled = true;
                         },
                         Verdict::denied,
                         Stage::secret_type,
                         ""},
                    Case{"private_key_without_intents",
                         [](AccessQuestion& q) {
                           q.secret_type = "private_key";
                           q.intents_enabled = false;
                         },
                         Verdict::allowed,
                         Stage::none,
                         ""},
                    Case{"private_key_intents_unknown",
                         [](AccessQuestion& q) { q.secret_type = "private_key"; },
                         Verdict::unknown,
                         Stage::secret_type,
                         ""},
                    Case{"type_unknown_with_intents",
                         [](AccessQuestion& q) {
                           q.secret_type = "";
                           q.intents_enabled = true;
                         },
                         Verdict::unknown,
                         Stage::secret_type,
                         ""},
                    Case{"type_unknown",
                         [](AccessQuestion& q) { q.secret_type = ""; },
                         Verdict::allowed,
                         Stage::none,
                         ""},
                    Case{"writing_a_private_key",
                         [](AccessQuestion& q) {
                           q.permission = "write";
                           q.secret_type = "private_key";
                           q.intents_enabled = true;
                           set_policies(q, {policy("prod/**", {"write"})});
                         },
                         Verdict::allowed,
                         Stage::none,
                         ""},
                    Case{"tee_only",
                         [](AccessQuestion& q) { q.execution_require_tee = true; },
                         Verdict::denied,
                         Stage::secret_type,
                         ""},
                    Case{"policy_before_type",
                         [](AccessQuestion& q) {
                           q.secret_type = "private_key";
                           q.intents_enabled = true;
                           set_policies(q, {});
                         },
                         Verdict::denied,
                         Stage::principal,
                         ""}),
    name_of_case);

void be_user(AccessQuestion& asked) {
  asked.principal_type = "user";
  asked.principal_id = "u-1";
  asked.bound_vaults.reset();
  asked.scopes.reset();
  asked.passkey_required = false;
}

INSTANTIATE_TEST_SUITE_P(
    Users,
    Access,
    testing::Values(Case{"owner", be_user, Verdict::allowed, Stage::none, ""},
                    Case{"not_owner",
                         [](AccessQuestion& q) {
                           be_user(q);
                           q.vault_owner = "user:u-2";
                         },
                         Verdict::denied,
                         Stage::principal,
                         "`prod/**` allows read but its principal is the agent a-1, not this user"},
                    Case{"passkey",
                         [](AccessQuestion& q) {
                           be_user(q);
                           q.passkey_required = true;
                         },
                         Verdict::denied,
                         Stage::passkey,
                         ""},
                    Case{"passkey_unknown",
                         [](AccessQuestion& q) {
                           be_user(q);
                           q.passkey_required.reset();
                         },
                         Verdict::unknown,
                         Stage::passkey,
                         ""},
                    Case{"passkey_does_not_stop_writing",
                         [](AccessQuestion& q) {
                           be_user(q);
                           q.passkey_required = true;
                           q.permission = "write";
                         },
                         Verdict::allowed,
                         Stage::none,
                         ""},
                    Case{"private_key_is_theirs",
                         [](AccessQuestion& q) {
                           be_user(q);
                           q.secret_type = "private_key";
                           q.intents_enabled = true;
                         },
                         Verdict::allowed,
                         Stage::none,
                         ""}),
    name_of_case);

TEST(Access, NamesThePolicyThatDecided) {
  EXPECT_EQ(evaluate(question()).policy_id, "p-1");
  AccessQuestion asked = question();
  set_policies(asked, {policy("**"), denial("**", 0)});
  EXPECT_EQ(evaluate(asked).policy_id, "p-deny");
}

TEST(Access, NamesTheCondition) {
  AccessQuestion asked = question();
  asked.source_ip = "203.0.113.9";
  add_condition(asked, [](Policy& p) { p.ip_allowlist = {"10.0.0.0/8"}; });
  EXPECT_EQ(evaluate(asked).condition, "ip");
}

TEST(Access, AnUnknownOwnerMightChangeADenial) {
  AccessQuestion asked = question();
  set_policies(asked, {});
  asked.vault_owner = "";
  const AccessAnswer answer = evaluate(asked);
  EXPECT_EQ(answer.verdict, Verdict::denied);
  EXPECT_THAT(answer.unknowns, testing::ElementsAre("who created the vault"));
}

TEST(Access, ReasonsSayWhatIsWrong) {
  AccessQuestion asked = question();
  asked.scopes = {{"vaults:read"}};
  EXPECT_EQ(evaluate(asked).reason,
            "The token's scope `vaults:read` is a permission word and not a path pattern, so it "
            "covers no path");
  asked.scopes = {{"dev/**", "test/*"}};
  EXPECT_EQ(evaluate(asked).reason,
            "None of the token's scopes (dev/**, test/*) covers `prod/db/creds`");
  asked = question();
  asked.policies.reset();
  EXPECT_EQ(evaluate(asked).reason, "It cannot be decided without the vault's policies");
}

}  // namespace
}  // namespace doctor::api
