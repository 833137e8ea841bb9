#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/table.h"
#include "tests/rules/support.h"

namespace doctor::rules {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string explaining(const std::string& names) {
  return "\"explains\": [" + names + "]";
}

TEST(Check, AcceptsAChain) {
  const Table table = table_of({{.id = "net.dns/a", .more = explaining(R"("net.tcp")")},
                                {.id = "net.tcp/b", .more = explaining(R"("net.tls/c")")},
                                {.id = "net.tls/c"}});
  EXPECT_THAT(check(table), IsEmpty());
}

TEST(Check, FindsDuplicateIds) {
  EXPECT_THAT(check(table_of({{.id = "net.dns/a"}, {.id = "net.dns/a"}})),
              ElementsAre("table: net.dns/a: /id: another rule has this id"));
}

TEST(Check, FindsUnknownNames) {
  const Table table = table_of(
      {{.id = "net.dns/a", .more = explaining(R"("net.tpc", "net.tls/x")")}, {.id = "net.tls/y"}});
  EXPECT_THAT(
      check(table),
      ElementsAre("table: net.dns/a: /explains/0: no rule and no row is called 'net.tpc' (did you "
                  "mean 'net.tcp'?)",
                  "table: net.dns/a: /explains/1: no rule and no row is called 'net.tls/x' (did "
                  "you mean 'net.tls/y'?)"));
}

TEST(Check, ARuleCannotNameItself) {
  EXPECT_THAT(check(table_of({{.id = "net.dns/a", .more = explaining(R"("net.dns/a")")}})),
              ElementsAre("table: net.dns/a: /explains/0: a rule cannot explain itself"));
}

TEST(Check, ItsOwnRowMeansTheOthersInIt) {
  EXPECT_THAT(check(table_of(
                  {{.id = "net.dns/a", .more = explaining(R"("net.dns")")}, {.id = "net.dns/b"}})),
              IsEmpty());
}

TEST(Check, FindsCyclesThroughRows) {
  const Table table = table_of({{.id = "net.dns/a", .more = explaining(R"("net.tcp")")},
                                {.id = "net.tcp/b", .more = explaining(R"("net.tls/c")")},
                                {.id = "net.tls/c", .more = explaining(R"("net.dns")")}});
  EXPECT_THAT(check(table),
              ElementsAre("table: net.dns/a: /explains: a cycle: net.dns/a → net.tcp/b → net.tls/c "
                          "→ net.dns/a"));
}

TEST(Check, TwoRulesOfARowMayNotBothExplainTheRow) {
  const Table table = table_of({{.id = "net.dns/a", .more = explaining(R"("net.dns")")},
                                {.id = "net.dns/b", .more = explaining(R"("net.dns")")}});
  EXPECT_THAT(check(table), ElementsAre(HasSubstr("a cycle: net.dns/a → net.dns/b → net.dns/a")));
}

TEST(Check, RowsOnlyMakeCyclesWhereTheyCount) {
  // By its row, a warning explains no error: this way back does not exist.
  const Table table =
      table_of({{.id = "net.dns/a", .more = explaining(R"("net.tcp")")},
                {.id = "net.tcp/b", .severity = "warning", .more = explaining(R"("net.dns")")}});
  EXPECT_THAT(check(table), IsEmpty());
}

TEST(Check, ANameOfALeftOutRuleIsNoSecondProblem) {
  Table table = table_of({{.id = "net.dns/a", .more = explaining(R"("net.tcp/broken")")}});
  table.left_out.emplace_back("net.tcp/broken");
  EXPECT_THAT(check(table), IsEmpty());
}

TEST(Check, RulesBuiltInCodeNeedAKnownRow) {
  Table table = table_of({{.id = "net.dns/a"}});
  table.rules.front().row = "net.nowhere";
  EXPECT_THAT(check(table), ElementsAre("table: net.dns/a: -: unknown row 'net.nowhere'"));
}

EmbeddedFile embedded(std::string_view name, const std::string& text) {
  return {.name = name,
          .bytes = static_cast<const unsigned char*>(static_cast<const void*>(text.data())),
          .size = text.size()};
}

TEST(Lint, AcceptsGoodFiles) {
  const std::string text = file_with(json_of({}));
  const std::array files{embedded("access_policy", text)};
  EXPECT_THAT(lint(files, test_facts()), IsEmpty());
}

TEST(Lint, FilesBearTheNameOfTheirRow) {
  const std::string text = file_with(json_of({}));
  const std::array files{embedded("policy", text)};
  EXPECT_THAT(lint(files, test_facts()),
              ElementsAre("policy.json: access.policy/one: -: rules of this row belong into "
                          "access_policy.json"));
}

TEST(Lint, ReportsTheFilesAndWhatIsBetweenThem) {
  const std::string one = file_with(json_of({.severity = "bad"}));
  const std::string two =
      R"({"row": "net.tcp", "rules": [)" +
      json_of({.id = "net.tcp/a", .more = explaining(R"("net.tls/elsewhere")")}) + "]}";
  const std::array files{embedded("access_policy", one), embedded("net_tcp", two)};
  EXPECT_THAT(
      lint(files, test_facts()),
      ElementsAre(
          "access_policy.json: access.policy/one: /rules/0/severity: unknown word 'bad'",
          "table: net.tcp/a: /explains/0: no rule and no row is called 'net.tls/elsewhere'"));
}

TEST(Lint, FactsHaveOneType) {
  static constexpr FactKey<bool> flag{"a.same", "a switch"};
  static constexpr FactKey<std::string> text{"a.same", "words"};
  const std::array<const FactSpec*, 2> facts{&flag, &text};
  EXPECT_THAT(lint({}, facts),
              ElementsAre("facts: -: -: the fact 'a.same' is declared as boolean and as text"));
}

}  // namespace
}  // namespace doctor::rules
