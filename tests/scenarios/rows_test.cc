// Coverage, machine-checked: each row of the contract ↔ a rule ↔ a scenario where it fires ↔ a near
// miss: a scenario with another cause where the row is expected to stay silent. No exemptions. That
// each part of each rule has its near miss is what oneclaw-mutate demands. Rules that need a
// foreign record can hold in no scenario, and are held to the corpus instead
// (tests/intake/corpus_test.cc); what no loopback can show is held to the network lab's records,
// and what only a fleet's target can suffer from to tests/fleet/recorded/.

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "bundle/compare.h"
#include "mock/mock.h"
#include "rules/condition.h"
#include "rules/table.h"
#include "tests/scenarios/lab.h"

namespace doctor::scenarios {
namespace {

std::string row_of(const std::string& id) {
  return id.substr(0, id.find('/'));
}

struct Expected {
  std::set<std::string> firing;    ///< rule ids that some scenario expects
  std::set<std::string> root;      ///< rule ids that are some scenario's first finding
  std::set<std::string> confused;  ///< rows of which a scenario with a cause of another row expects
                                   ///< nothing, or not all
};

Expected expectations() {
  Expected out;
  for (const std::string_view name : mock::scenario_names()) {
    const mock::Expectation expects = mock::load_scenario(name).expects;
    out.firing.insert(expects.root);
    out.firing.insert(expects.findings.begin(), expects.findings.end());
    out.root.insert(expects.root);
    for (const std::string& absent : expects.absent) {
      if (!expects.root.empty() && row_of(expects.root) != row_of(absent)) {
        out.confused.insert(row_of(absent));
      }
    }
  }
  return out;
}

TEST(Coverage, EveryRowHasARuleThatFiresAndANearMiss) {
  const rules::Table table = rules::built_in_table();
  const Expected expected = expectations();
  for (const rules::Row& row : rules::rows()) {
    const std::string id{row.id};
    const auto of_row = [&](const rules::Rule& rule) {
      return rule.row == id;
    };
    EXPECT_TRUE(std::ranges::any_of(table.rules, of_row)) << id << " has no rule";
    EXPECT_TRUE(std::ranges::any_of(
        table.rules,
        [&](const rules::Rule& rule) { return of_row(rule) && expected.firing.contains(rule.id); }))
        << id << " fires in no scenario";
    EXPECT_TRUE(std::ranges::any_of(
        table.rules,
        [&](const rules::Rule& rule) { return of_row(rule) && expected.root.contains(rule.id); }))
        << id << " is the first finding of no scenario";
    EXPECT_TRUE(expected.confused.contains(id)) << id << " has no near miss with another cause";
  }
}

TEST(Coverage, RecordsAreJudgedAsExpected) {
  const rules::Table table = rules::built_in_table();
  for (const Recorded& recorded : recorded_elsewhere()) {
    const Report judged = bundle::replay(recorded.report, table, recorded.report.tool_version);
    ASSERT_FALSE(judged.findings.empty()) << recorded.fault;
    EXPECT_EQ(judged.findings.front().rule, recorded.expected) << recorded.fault;
  }
}

TEST(Coverage, EveryRuleFiresInSomeScenario) {
  Expected expected = expectations();
  for (const Recorded& recorded : recorded_elsewhere()) {
    expected.firing.insert(recorded.expected);
  }
  for (const rules::Rule& rule : rules::built_in_table().rules) {
    const std::vector<std::string> facts = rules::facts_of(rule.when);
    if (std::ranges::find(facts, "seen.input") != facts.end()) {
      continue;
    }
    EXPECT_TRUE(expected.firing.contains(rule.id)) << rule.id << " fires in no scenario";
  }
}

TEST(Coverage, EveryExpectationNamesARule) {
  const rules::Table table = rules::built_in_table();
  for (const std::string& id : expectations().firing) {
    EXPECT_TRUE(id.empty() || table.find(id) != nullptr) << "no rule is called " << id;
  }
}

TEST(Coverage, TheContractHas34Rows) {
  const auto rows = rules::rows();
  EXPECT_EQ(std::ranges::count(rows, true, &rules::Row::documented), 18);
  EXPECT_GE(rows.size(), 34U);
}

}  // namespace
}  // namespace doctor::scenarios
