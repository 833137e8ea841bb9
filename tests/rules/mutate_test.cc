#include "rules/mutate.h"

#include <algorithm>
#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/diagnosis.h"
#include "tests/rules/support.h"

namespace doctor::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> descriptions(const std::vector<Mutant>& all) {
  std::vector<std::string> out;
  std::ranges::transform(all, std::back_inserter(out), &Mutant::description);
  return out;
}

TEST(Mutants, AreEverySmallDamage) {
  const Table table =
      table_of({{.certainty = "likely",
                 .when = R"({"all": [{"fact": "a.flag", "equals": true},
                            {"not": {"any": [{"fact": "a.count", "less": 5},
                                             {"fact": "b.flag", "exists": true}]}}]})",
                 .more = R"("explains": ["mcp.access", "unknown"], "only_if_unexplained": true,
                   "raise": {"to": "certain", "when": {"fact": "a.count", "one_of": [1, 2]}})"}});
  EXPECT_THAT(
      descriptions(mutants(table.rules.front())),
      ElementsAre(
          "/when: a.flag is yes and not (a.count is less than 5 or b.flag is known) → a.flag is "
          "yes or not (a.count is less than 5 or b.flag is known)",
          "/when/all/1/not/0: a.count is less than 5 or b.flag is known → always",
          "/when/all/1/not/0: a.count is less than 5 or b.flag is known → never",
          "/when/all/1/not/0: a.count is less than 5 or b.flag is known → a.count is less than 5 "
          "and b.flag is known",
          "/when/all/1/not/0/any/0: a.count is less than 5 → always",
          "/when/all/1/not/0/any/0: a.count is less than 5 → never",
          "/when/all/1/not/0/any/0: a.count is less than 5 → a.count is at most 5",
          "/when/all/1/not/0/any/0: a.count is less than 5 → a.count is less than 4",
          "/when/all/1/not/0/any/1: b.flag is known → always",
          "/when/all/1/not/0/any/1: b.flag is known → never",
          "/raise/when: a.count is one of 1, 2 → always",
          "/raise/when: a.count is one of 1, 2 → never",
          "/explains/0: mcp.access → dropped",
          "/explains/1: unknown → dropped",
          "/raise: dropped",
          "/certainty: possible",
          "/certainty: certain",
          "/severity: info",
          "/severity: warning",
          "/only_if_unexplained: dropped"));
}

TEST(Mutants, ChangeOneThingEach) {
  const Table table = table_of({{.when = R"({"all": [{"fact": "a.flag", "equals": true},
                                     {"fact": "b.flag", "equals": true}]})"}});
  const auto all = mutants(table.rules.front());
  ASSERT_EQ(all.size(), 9U);
  EXPECT_EQ(describe(all[1].rule.when), "always and b.flag is yes");
  EXPECT_EQ(describe(all[4].rule.when), "a.flag is yes and never");
  EXPECT_EQ(describe(all[8].rule.when), "a.flag is yes and b.flag is yes");
}

/// How a test finds what no recording covers.
std::vector<std::string> survivors(const Table& table,
                                   const std::vector<std::vector<Observation>>& recordings) {
  const auto outcome = [&](const Table& judged) {
    std::vector<std::tuple<std::string, Severity, Certainty, std::vector<std::string>>> out;
    for (std::vector<Observation> recording : recordings) {
      for (const Finding& finding : diagnose(judged, recording)) {
        out.emplace_back(finding.rule, finding.severity, finding.certainty, finding.caused_by);
      }
      out.emplace_back();
    }
    return out;
  };
  std::vector<std::string> out;
  for (std::size_t i = 0; i < table.rules.size(); ++i) {
    for (const Mutant& mutant : mutants(table.rules[i])) {
      Table damaged = table;
      damaged.rules[i] = mutant.rule;
      if (outcome(damaged) == outcome(table)) {
        out.push_back(mutant.description);
      }
    }
  }
  return out;
}

TEST(Mutants, SurviveWhereRecordingsSayNothing) {
  const Table table = table_of({{.when = R"({"all": [{"fact": "a.flag", "equals": true},
                                                     {"fact": "a.count", "at_least": 400}]})"}});
  const auto recording = [](bool flag, std::int64_t count) {
    return std::vector{observation("o", {{"a.flag", flag}, {"a.count", count}})};
  };
  EXPECT_THAT(survivors(table, {recording(true, 403), recording(false, 403)}),
              ElementsAre("/when/all/1: a.count is at least 400 → always",
                          "/when/all/1: a.count is at least 400 → a.count is more than 400",
                          "/when/all/1: a.count is at least 400 → a.count is at least 401"));
  EXPECT_THAT(survivors(table,
                        {recording(true, 403),
                         recording(false, 403),
                         recording(true, 400),
                         recording(true, 399)}),
              IsEmpty());
}

}  // namespace
}  // namespace doctor::rules
