#include "rules/table.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/rules/support.h"

namespace doctor::rules {
namespace {

using testing::IsEmpty;

TEST(BuiltInTable, LoadsWithoutProblems) {
  for (const EmbeddedFile& file : table_files()) {
    Table table;
    const auto* text = static_cast<const char*>(static_cast<const void*>(file.bytes));
    EXPECT_THAT(load(file.name, {text, file.size}, {}, table), IsEmpty());
  }
  EXPECT_THAT(check(built_in_table()), IsEmpty());
}

TEST(BuiltInTable, HasAVersionAndTheOrderOfTheRows) {
  const Table table = built_in_table();
  EXPECT_FALSE(table.version.empty());
  EXPECT_TRUE(std::ranges::is_sorted(
      table.rules, {}, [](const Rule& rule) { return position_of_row(rule.row); }));
}

TEST(Rows, AreTheDocumentedOnesAndThenTheOthers) {
  EXPECT_EQ(std::ranges::count(rows(), true, &Row::documented), 18);
  EXPECT_TRUE(std::ranges::is_sorted(rows(), std::ranges::greater{}, &Row::documented));
  EXPECT_EQ(rows().front().id, "connect.base-url");
  EXPECT_EQ(rows().back().id, "unknown");
  std::set<std::string_view> ids;
  for (const Row& row : rows()) {
    EXPECT_TRUE(ids.insert(row.id).second) << row.id;
    EXPECT_FALSE(row.section.empty()) << row.id;
    EXPECT_FALSE(row.about.empty()) << row.id;
  }
}

TEST(Rows, HavePositions) {
  EXPECT_EQ(position_of_row("connect.base-url"), 0U);
  EXPECT_EQ(position_of_row("unknown"), rows().size() - 1);
  EXPECT_EQ(position_of_row("nowhere"), rows().size());
}

TEST(Table, FindsRules) {
  const Table table = table_of({{.id = "net.dns/a"}, {.id = "net.tcp/b"}});
  ASSERT_NE(table.find("net.tcp/b"), nullptr);
  EXPECT_EQ(table.find("net.tcp/b")->row, "net.tcp");
  EXPECT_EQ(table.find("net.tcp/c"), nullptr);
}

TEST(RulesFormatPage, ShowsARuleThatLoads) {
  std::ifstream page{RULES_FORMAT_PAGE};
  const std::string text{std::istreambuf_iterator<char>{page}, {}};
  const std::string_view fence = "```json\n";
  const auto start = text.find(fence);
  ASSERT_NE(start, std::string::npos);
  const std::string example =
      text.substr(start + fence.size(), text.find("```", start + 3) - start - fence.size());
  Table table;
  EXPECT_THAT(load("access_policy.json", example, {}, table), IsEmpty());
  ASSERT_EQ(table.rules.size(), 1U);
  EXPECT_EQ(table.rules.front().row, "access.policy");
}

}  // namespace
}  // namespace doctor::rules
