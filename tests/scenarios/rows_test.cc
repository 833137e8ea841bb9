// Coverage, machine-checked: each row of the contract ↔ a rule ↔ a scenario where it fires ↔ a near
// miss where the row is expected to stay silent. No exemptions.

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "mock/mock.h"
#include "rules/table.h"

namespace doctor::scenarios {
namespace {

std::string row_of(const std::string& id) {
  return id.substr(0, id.find('/'));
}

struct Expected {
  std::set<std::string> firing;  ///< rule ids that some scenario expects
  std::set<std::string> silent;  ///< rows of which some scenario with an error expects nothing
};

Expected expectations() {
  Expected out;
  for (const std::string_view name : mock::scenario_names()) {
    const mock::Expectation expects = mock::load_scenario(name).expects;
    out.firing.insert(expects.root);
    out.firing.insert(expects.findings.begin(), expects.findings.end());
    for (const std::string& absent : expects.absent) {
      out.silent.insert(row_of(absent));
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
    EXPECT_TRUE(expected.silent.contains(id)) << id << " has no near miss";
  }
}

TEST(Coverage, EveryRuleFiresInSomeScenario) {
  const Expected expected = expectations();
  for (const rules::Rule& rule : rules::built_in_table().rules) {
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
