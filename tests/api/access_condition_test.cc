// Conditions of a policy: addresses, hours, environments.

#include "tests/api/access_case.h"

namespace doctor::api {
namespace {

using Case = AccessCase;
using Verdict = AccessAnswer::Verdict;

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

TEST(Access, NamesTheCondition) {
  AccessQuestion asked = question();
  asked.source_ip = "203.0.113.9";
  add_condition(asked, [](Policy& p) { p.ip_allowlist = {"10.0.0.0/8"}; });
  EXPECT_EQ(evaluate(asked).condition, "ip");
}

}  // namespace
}  // namespace doctor::api
