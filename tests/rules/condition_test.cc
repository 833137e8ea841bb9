#include "rules/condition.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/rules/support.h"

namespace doctor::rules {
namespace {

using testing::ElementsAre;

const Facts& everything() {
  static const Facts facts = facts_of_pairs({{"a.flag", true},
                                             {"a.count", std::int64_t{5}},
                                             {"a.limit", std::int64_t{7}},
                                             {"a.ratio", 0.5},
                                             {"a.text", std::string{"Vault limit reached (3/3)"}},
                                             {"a.other", std::string{"limit REACHED"}},
                                             {"a.list", TextList{"read", "Write"}}});
  return facts;
}

struct Case {
  const char* name;
  const char* json;
  Truth truth;
};
void PrintTo(const Case& c, std::ostream* out) {
  *out << c.json;
}

class OneTest : public testing::TestWithParam<Case> {};

TEST_P(OneTest, HasItsTruth) {
  EXPECT_EQ(evaluate(condition_of(GetParam().json), everything(), nullptr), GetParam().truth);
}

constexpr auto yes = Truth::yes;
constexpr auto no = Truth::no;
constexpr auto unknown = Truth::unknown;

INSTANTIATE_TEST_SUITE_P(
    Conditions,
    OneTest,
    testing::Values(
        Case{"ExistsKnown", R"({"fact": "a.flag", "exists": true})", yes},
        Case{"ExistsUnknown", R"({"fact": "b.flag", "exists": true})", no},
        Case{"AbsentKnown", R"({"fact": "a.flag", "exists": false})", no},
        Case{"AbsentUnknown", R"({"fact": "b.flag", "exists": false})", yes},
        Case{"EqualsFlag", R"({"fact": "a.flag", "equals": true})", yes},
        Case{"EqualsFlagNot", R"({"fact": "a.flag", "equals": false})", no},
        Case{"EqualsUnknown", R"({"fact": "b.flag", "equals": false})", unknown},
        Case{"EqualsInteger", R"({"fact": "a.count", "equals": 5})", yes},
        Case{"EqualsNumber", R"({"fact": "a.ratio", "equals": 0.5})", yes},
        Case{"EqualsNumberWhole", R"({"fact": "a.ratio", "equals": 1})", no},
        Case{"EqualsTextIsExact", R"({"fact": "a.other", "equals": "limit reached"})", no},
        Case{"EqualsList", R"({"fact": "a.list", "equals": ["read", "Write"]})", yes},
        Case{"EqualsEmptyList", R"({"fact": "a.list", "equals": []})", no},
        Case{"EqualsFactNot", R"({"fact": "a.count", "equals_fact": "a.limit"})", no},
        Case{"EqualsFactUnknown", R"({"fact": "a.text", "equals_fact": "b.text"})", unknown},
        Case{"OneOf", R"({"fact": "a.count", "one_of": [4, 5]})", yes},
        Case{"OneOfNot", R"({"fact": "a.text", "one_of": ["x", "y"]})", no},
        Case{"OneOfUnknown", R"({"fact": "b.text", "one_of": ["x", "y"]})", unknown},
        Case{"ContainsText", R"({"fact": "a.text", "contains": "LIMIT REACHED"})", yes},
        Case{"ContainsTextNot", R"({"fact": "a.text", "contains": "agent"})", no},
        Case{"ContainsElement", R"({"fact": "a.list", "contains": "Write"})", yes},
        Case{"ContainsElementIsExact", R"({"fact": "a.list", "contains": "write"})", no},
        Case{"ContainsElementIsWhole", R"({"fact": "a.list", "contains": "rea"})", no},
        Case{"ContainsFact", R"({"fact": "a.text", "contains_fact": "a.other"})", yes},
        Case{"Matches", R"({"fact": "a.text", "matches": "^vault .*\\(\\d+/\\d+"})", yes},
        Case{"MatchesCase", R"({"fact": "a.text", "matches": "(?-i)vault"})", no},
        Case{"MatchesElement", R"({"fact": "a.list", "matches": "^write$"})", yes},
        Case{"MatchesUnknown", R"({"fact": "b.text", "matches": "."})", unknown},
        Case{"Less", R"({"fact": "a.count", "less": 6})", yes},
        Case{"LessAtBoundary", R"({"fact": "a.count", "less": 5})", no},
        Case{"AtMostAtBoundary", R"({"fact": "a.count", "at_most": 5})", yes},
        Case{"AtMostBeyond", R"({"fact": "a.count", "at_most": 4})", no},
        Case{"More", R"({"fact": "a.count", "more": 4})", yes},
        Case{"MoreAtBoundary", R"({"fact": "a.count", "more": 5})", no},
        Case{"AtLeastAtBoundary", R"({"fact": "a.count", "at_least": 5})", yes},
        Case{"AtLeastBeyond", R"({"fact": "a.count", "at_least": 6})", no},
        Case{"LessNumber", R"({"fact": "a.ratio", "less": 1})", yes},
        Case{"LessThanFact", R"({"fact": "a.count", "less_than_fact": "a.limit"})", yes},
        Case{"AtMostFact", R"({"fact": "a.limit", "at_most_fact": "a.count"})", no},
        Case{"MoreThanFact", R"({"fact": "a.limit", "more_than_fact": "a.count"})", yes},
        Case{"AtLeastFact", R"({"fact": "a.ratio", "at_least_fact": "a.count"})", no},
        Case{"SeveralTests", R"({"fact": "a.count", "more": 3, "less": 9})", yes},
        Case{"SeveralTestsNot", R"({"fact": "a.count", "more": 3, "less": 4})", no}),
    name_of_case);

// yes, no and unknown as conditions, to write truth tables with.
constexpr const char* y = R"({"fact": "a.flag", "equals": true})";
constexpr const char* n = R"({"fact": "a.flag", "equals": false})";
constexpr const char* u = R"({"fact": "b.flag", "equals": true})";

struct TruthTable {
  const char* name;
  std::vector<const char*> parts;
  Truth all;
  Truth any;
  Truth none;
};
void PrintTo(const TruthTable& row, std::ostream* out) {
  *out << row.name;
}

class Kleene : public testing::TestWithParam<TruthTable> {
 protected:
  static Truth of(const std::string& group) {
    std::string json = "{\"" + group + "\": [";
    for (std::size_t i = 0; i < GetParam().parts.size(); ++i) {
      json += (i == 0 ? "" : ", ") + std::string{GetParam().parts[i]};
    }
    return evaluate(condition_of(json + "]}"), everything(), nullptr);
  }
};

TEST_P(Kleene, All) {
  EXPECT_EQ(of("all"), GetParam().all);
}
TEST_P(Kleene, Any) {
  EXPECT_EQ(of("any"), GetParam().any);
}
TEST_P(Kleene, Not) {
  EXPECT_EQ(of("not"), GetParam().none);
}

INSTANTIATE_TEST_SUITE_P(Conditions,
                         Kleene,
                         testing::Values(TruthTable{"Y", {y}, yes, yes, no},
                                         TruthTable{"N", {n}, no, no, yes},
                                         TruthTable{"U", {u}, unknown, unknown, unknown},
                                         TruthTable{"YY", {y, y}, yes, yes, no},
                                         TruthTable{"YN", {y, n}, no, yes, no},
                                         TruthTable{"NY", {n, y}, no, yes, no},
                                         TruthTable{"NN", {n, n}, no, no, yes},
                                         TruthTable{"YU", {y, u}, unknown, yes, no},
                                         TruthTable{"UY", {u, y}, unknown, yes, no},
                                         TruthTable{"NU", {n, u}, no, unknown, unknown},
                                         TruthTable{"UN", {u, n}, no, unknown, unknown},
                                         TruthTable{"UU", {u, u}, unknown, unknown, unknown}),
                         name_of_case);

TEST(Conditions, AFactOfAnotherTypeIsUnknown) {
  const Facts facts =
      facts_of_pairs({{"a.count", std::string{"5"}}, {"a.text", std::int64_t{5}}, {"a.flag", 1.5}});
  for (const char* json : {R"({"fact": "a.count", "equals": 5})",
                           R"({"fact": "a.count", "less": 9})",
                           R"({"fact": "a.count", "one_of": [5]})",
                           R"({"fact": "a.text", "contains": "5"})",
                           R"({"fact": "a.text", "matches": "5"})",
                           R"({"fact": "a.flag", "equals": true})",
                           R"({"not": {"fact": "a.count", "equals": 6}})"}) {
    EXPECT_EQ(evaluate(condition_of(json), facts, nullptr), Truth::unknown) << json;
  }
}

TEST(Conditions, NotANumberIsUnknown) {
  const Facts facts = facts_of_pairs({{"a.ratio", std::numeric_limits<double>::quiet_NaN()}});
  EXPECT_EQ(evaluate(condition_of(R"({"fact": "a.ratio", "less": 1})"), facts, nullptr), unknown);
}

TEST(Conditions, LargeIntegersAreComparedExactly) {
  const Facts facts = facts_of_pairs({{"a.count", std::int64_t{9007199254740993}}});
  EXPECT_EQ(
      evaluate(condition_of(R"({"fact": "a.count", "more": 9007199254740992})"), facts, nullptr),
      yes);
}

struct EvidenceCase {
  const char* name;
  const char* json;
  std::vector<std::string> evidence;
};
void PrintTo(const EvidenceCase& c, std::ostream* out) {
  *out << c.json;
}

class Evidence : public testing::TestWithParam<EvidenceCase> {};

TEST_P(Evidence, IsWhatMadeItTrue) {
  std::vector<std::string> used;
  evaluate(condition_of(GetParam().json), everything(), &used);
  EXPECT_EQ(used, GetParam().evidence);
}

INSTANTIATE_TEST_SUITE_P(
    Conditions,
    Evidence,
    testing::Values(
        EvidenceCase{"Test", R"({"fact": "a.count", "more": 1})", {"a.count"}},
        EvidenceCase{"TestNot", R"({"fact": "a.count", "more": 9})", {}},
        EvidenceCase{"BothFacts",
                     R"({"fact": "a.limit", "more_than_fact": "a.count"})",
                     {"a.count", "a.limit"}},
        EvidenceCase{
            "All",
            R"({"all": [{"fact": "a.flag", "equals": true}, {"fact": "a.count", "more": 1}]})",
            {"a.flag", "a.count"}},
        EvidenceCase{
            "AllNot",
            R"({"all": [{"fact": "a.flag", "equals": true}, {"fact": "a.count", "more": 9}]})",
            {}},
        EvidenceCase{"AnyTakesEveryTruePart",
                     R"({"any": [{"fact": "a.flag", "equals": true}, {"fact": "a.count", "more": 9},
                                 {"fact": "a.ratio", "less": 1}]})",
                     {"a.flag", "a.ratio"}},
        EvidenceCase{"NotIsContext",
                     R"({"all": [{"fact": "a.flag", "equals": true},
                                 {"not": {"fact": "a.count", "more": 9}}]})",
                     {"a.flag"}},
        EvidenceCase{
            "NotOfNotIsContext", R"({"not": {"not": {"fact": "a.flag", "equals": true}}})", {}},
        EvidenceCase{"GivenIsContext",
                     R"({"all": [{"fact": "a.flag", "equals": true},
                                 {"given": {"fact": "a.count", "equals": 5}}]})",
                     {"a.flag"}}),
    name_of_case);

struct KnownCase {
  const char* name;
  const char* json;
  std::vector<std::string> known;
};
void PrintTo(const KnownCase& c, std::ostream* out) {
  *out << c.json;
}

class KnownWhenTrue : public testing::TestWithParam<KnownCase> {};

TEST_P(KnownWhenTrue, IsWhatTextsMayRelyOn) {
  EXPECT_EQ(known_when(condition_of(GetParam().json), Truth::yes), GetParam().known);
}

INSTANTIATE_TEST_SUITE_P(
    Conditions,
    KnownWhenTrue,
    testing::Values(
        KnownCase{"Test", R"({"fact": "a.flag", "equals": true})", {"a.flag"}},
        KnownCase{"Exists", R"({"fact": "a.flag", "exists": true})", {"a.flag"}},
        KnownCase{"Absent", R"({"fact": "a.flag", "exists": false})", {}},
        KnownCase{"NotAbsent", R"({"not": {"fact": "a.flag", "exists": false}})", {"a.flag"}},
        KnownCase{
            "All",
            R"({"all": [{"fact": "b.flag", "equals": true}, {"fact": "a.text", "matches": "x"}]})",
            {"a.text", "b.flag"}},
        KnownCase{
            "AnyOfDifferentFacts",
            R"({"any": [{"fact": "b.flag", "equals": true}, {"fact": "a.text", "matches": "x"}]})",
            {}},
        KnownCase{"AnyOfOneFact",
                  R"({"any": [{"fact": "a.count", "less": 1}, {"fact": "a.count", "more": 9}]})",
                  {"a.count"}},
        KnownCase{
            "NotNeedsEveryPartToBeFalse",
            R"({"not": [{"fact": "b.flag", "equals": true}, {"fact": "a.text", "matches": "x"}]})",
            {"a.text", "b.flag"}},
        KnownCase{"NotAll",
                  R"({"not": {"all": [{"fact": "b.flag", "equals": true},
                                      {"fact": "a.text", "matches": "x"}]}})",
                  {}},
        KnownCase{"Given", R"({"given": {"fact": "a.flag", "equals": true}})", {"a.flag"}}),
    name_of_case);

TEST(Conditions, MentionTheirFacts) {
  const Condition condition = condition_of(R"({"any": [{"fact": "b.flag", "exists": false},
      {"not": {"fact": "a.limit", "more_than_fact": "a.count"}}]})");
  EXPECT_THAT(facts_of(condition), ElementsAre("a.count", "a.limit", "b.flag"));
}

TEST(Conditions, ReadAsWords) {
  EXPECT_EQ(describe(condition_of(R"({"all": [{"fact": "a.flag", "equals": true},
      {"any": [{"fact": "a.count", "at_least": 3}, {"fact": "a.text", "one_of": ["x", "y"]}]},
      {"not": {"fact": "b.text", "matches": "^z"}}, {"fact": "c.flag", "exists": false}]})")),
            "a.flag is yes and (a.count is at least 3 or a.text is one of \"x\", \"y\") and "
            "not (b.text matches /^z/) and c.flag is unknown");
}

TEST(Conditions, WithoutPartsAreConstant) {
  EXPECT_EQ(evaluate({.kind = Condition::Kind::all}, Facts{}, nullptr), Truth::yes);
  EXPECT_EQ(evaluate({.kind = Condition::Kind::any}, Facts{}, nullptr), Truth::no);
}

}  // namespace
}  // namespace doctor::rules
