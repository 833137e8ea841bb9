// Allow against deny.

#include "tests/api/access_case.h"

namespace doctor::api {
namespace {

using Case = AccessCase;
using Verdict = AccessAnswer::Verdict;

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

TEST(Access, NamesThePolicyThatDecided) {
  EXPECT_EQ(evaluate(question()).policy_id, "p-1");
  AccessQuestion asked = question();
  set_policies(asked, {policy("**"), denial("**", 0)});
  EXPECT_EQ(evaluate(asked).policy_id, "p-deny");
}

}  // namespace
}  // namespace doctor::api
