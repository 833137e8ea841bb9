#include "cli/steady_state.h"

#include <gtest/gtest.h>

namespace doctor::cli {
namespace {

/// One letter per check; `*` behind each that changes the steady state.
std::string played(Confirmation confirmation, std::string_view seen) {
  SteadyState steady{confirmation};
  std::string out;
  for (const char state : seen) {
    out += state;
    out += steady.see(std::string{state}) ? "*" : "";
  }
  return out;
}

struct Row {
  Confirmation confirmation;
  std::string seen;
  std::string changes;
};

class Steady : public testing::TestWithParam<Row> {};

TEST_P(Steady, ChangesWhenItIsConfirmed) {
  const Row& row = GetParam();
  EXPECT_EQ(played(row.confirmation, row.seen), row.changes);
}

INSTANTIATE_TEST_SUITE_P(Rows,
                         Steady,
                         testing::Values(Row{{1, 1}, "aabba", "a*ab*ba*"},
                                         Row{{2, 3}, "aaaa", "a*aaa"},
                                         // One odd check is nothing; two of three are a change.
                                         Row{{2, 3}, "abaabab", "a*baabab*"},
                                         Row{{2, 3}, "abcabc", "a*bcabc"},
                                         Row{{2, 3}, "abba", "a*bb*a"},
                                         Row{{2, 3}, "abbaa", "a*bb*aa*"},
                                         // Back before it was confirmed: never told.
                                         Row{{3, 3}, "abbabb", "a*bbabb"},
                                         Row{{3, 3}, "abbb", "a*bbb*"},
                                         Row{{3, 5}, "abababb", "a*babab*b"}));

Finding finding(std::string rule, Severity severity, bool root) {
  Finding out;
  out.rule = std::move(rule);
  out.severity = severity;
  out.root_cause = root;
  return out;
}

TEST(StateOf, NamesVerdictAndCauses) {
  Report report;
  EXPECT_EQ(state_of(report), "healthy");
  report.verdict = Verdict::unhealthy;
  report.findings = {finding("net.tls/b", Severity::error, true),
                     finding("local.clock/a", Severity::warning, true),
                     finding("unknown/vaults", Severity::error, false),
                     finding("service.health/note", Severity::info, true)};
  EXPECT_EQ(state_of(report), "unhealthy: local.clock/a, net.tls/b");
}

}  // namespace
}  // namespace doctor::cli
