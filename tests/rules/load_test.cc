#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/table.h"
#include "tests/rules/support.h"

namespace doctor::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

Problems problems_of(std::string_view text) {
  Table table;
  return load("access_policy.json", text, test_facts(), table);
}

TEST(Load, ReadsEveryMember) {
  Table table;
  const Problems problems = load("access_policy.json",
                                 R"({"row": "access.policy", "rules": [{
      "id": "access.policy/some-cause", "severity": "warning", "certainty": "possible",
      "raise": {"to": "likely", "when": {"fact": "b.flag", "equals": true}},
      "when": {"fact": "a.text", "matches": "x"},
      "explains": ["mcp.access"], "only_if_unexplained": true,
      "title": "Title of {a.text}", "cause": "Cause {b.text|unknown}.",
      "because": ["First.", {"text": "Second {b.text}.", "when": {"fact": "c.flag", "equals": true}}],
      "ruled_out": ["Not that."],
      "fix": [{"text": "Do {a.text}.", "actor": "org-admin", "command": ["1claw", "{b.text}"]},
              {"text": "Or {b.text}.", "actor": "1claw", "when": {"fact": "b.text", "exists": true}}],
      "docs": "https://docs.1claw.xyz/docs/x", "source": "page, section"}]})",
                                 test_facts(),
                                 table);
  EXPECT_THAT(problems, IsEmpty());
  ASSERT_THAT(table.rules, SizeIs(1));
  const Rule& rule = table.rules.front();
  EXPECT_EQ(rule.id, "access.policy/some-cause");
  EXPECT_EQ(rule.row, "access.policy");
  EXPECT_EQ(rule.severity, Severity::warning);
  EXPECT_EQ(rule.certainty, Certainty::possible);
  EXPECT_EQ(rule.raised, Certainty::likely);
  ASSERT_TRUE(rule.raise_when);
  EXPECT_EQ(rule.raise_when->fact, "b.flag");
  EXPECT_EQ(rule.when.fact, "a.text");
  EXPECT_THAT(rule.explains, ElementsAre("mcp.access"));
  EXPECT_TRUE(rule.only_if_unexplained);
  EXPECT_EQ(rule.title, "Title of {a.text}");
  EXPECT_EQ(rule.cause, "Cause {b.text|unknown}.");
  ASSERT_THAT(rule.because, SizeIs(2));
  EXPECT_EQ(rule.because[0].text, "First.");
  ASSERT_TRUE(rule.because[1].when);
  EXPECT_EQ(rule.because[1].when->fact, "c.flag");
  EXPECT_THAT(rule.ruled_out, SizeIs(1));
  ASSERT_THAT(rule.fix, SizeIs(2));
  EXPECT_EQ(rule.fix[0].actor, Actor::org_admin);
  EXPECT_THAT(rule.fix[0].command, ElementsAre("1claw", "{b.text}"));
  EXPECT_TRUE(rule.fix[1].text.when);
  EXPECT_EQ(rule.docs, "https://docs.1claw.xyz/docs/x");
  EXPECT_EQ(rule.source, "page, section");
}

TEST(Load, TakesAListOfRows) {
  Table table;
  const std::string text = "[" + file_with(json_of({})) + R"(, {"row": "access.ip", "rules": [)" +
                           json_of({.id = "access.ip/two"}) + "]}]";
  EXPECT_THAT(load("mine.json", text, test_facts(), table), IsEmpty());
  EXPECT_THAT(table.rules, SizeIs(2));
}

TEST(Load, TakesFactsOnTrustWithoutACatalogue) {
  Table table;
  const std::string text = file_with(json_of({.when = R"({"fact": "x.y", "less": 1})"}));
  EXPECT_THAT(load("a.json", text, {}, table), IsEmpty());
  EXPECT_THAT(table.rules, SizeIs(1));
}

TEST(Load, LeavesOutARuleWithAProblemAndKeepsTheOthers) {
  Table table;
  const std::string text =
      file_with(json_of({.severity = "bad"}) + ", " + json_of({.id = "access.policy/two"}));
  EXPECT_THAT(load("a.json", text, test_facts(), table), SizeIs(1));
  ASSERT_THAT(table.rules, SizeIs(1));
  EXPECT_EQ(table.rules.front().id, "access.policy/two");
  EXPECT_THAT(table.left_out, ElementsAre("access.policy/one"));
}

TEST(Load, ReportsEveryProblemAtOnce) {
  const Problems problems = problems_of(
      file_with(json_of({.severity = "bad", .when = R"({"fact": "a.flg", "equals": true})"}) +
                ", " + json_of({.id = "access.policy/Two", .certainty = "sure", .fix = "[]"})));
  EXPECT_THAT(problems, SizeIs(5));
}

/// One mistake, and the one line it must be answered with.
struct Mistake {
  const char* name;
  Draft draft;
  const char* problem;  ///< after `access_policy.json: access.policy/one: /rules/0`
};
void PrintTo(const Mistake& mistake, std::ostream* out) {
  *out << mistake.name;
}

class RuleMistake : public testing::TestWithParam<Mistake> {};

TEST_P(RuleMistake, IsReportedWithItsPlace) {
  const std::string start = "access_policy.json: access.policy/one: /rules/0";
  EXPECT_THAT(problems_of(file_with(json_of(GetParam().draft))),
              ElementsAre(start + GetParam().problem));
}

INSTANTIATE_TEST_SUITE_P(
    Load,
    RuleMistake,
    testing::Values(
        Mistake{"UnknownMember",
                {.more = R"("explain": [])"},
                "/explain: unknown member 'explain' (did you mean 'explains'?)"},
        Mistake{"UnknownMemberWithSlash",
                {.more = R"("a/b~c": 1)"},
                "/a~1b~0c: unknown member 'a/b~c'"},
        Mistake{"Severity", {.severity = "fatal"}, "/severity: unknown word 'fatal'"},
        Mistake{"EmptySeverity", {.severity = ""}, "/severity: must not be empty"},
        Mistake{"Certainty", {.certainty = "sure"}, "/certainty: unknown word 'sure'"},
        Mistake{"EmptyTitle", {.title = " "}, "/title: must not be empty"},
        Mistake{"BecauseIsText", {.because = R"("Why.")"}, "/because: must be a list of sentences"},
        Mistake{"BecauseNumber",
                {.because = "[1]"},
                "/because/0: must be text or an object with 'text' and 'when'"},
        Mistake{"BecauseEmpty", {.because = "[]"}, "/because: must not be empty"},
        Mistake{"BecauseMember",
                {.because = R"([{"text": "x", "if": 1}])"},
                "/because/0/if: unknown member 'if'"},
        Mistake{"BecauseFact",
                {.because = R"(["See {a.txt}."])"},
                "/because/0: no probe establishes the fact 'a.txt' (did you mean 'a.text'?)"},
        Mistake{"BecauseWhen",
                {.because = R"([{"text": "x", "when": {"fact": "a.count", "equals": "x"}}])"},
                "/because/0/when/equals: must be of type integer to test 'a.count', not text"},
        Mistake{"RuledOutType",
                {.more = R"("ruled_out": {})"},
                "/ruled_out: must be a list of sentences"},
        Mistake{"TitleBrace",
                {.title = "A {title"},
                "/title: a brace without its partner (write {{ or }} for a brace itself)"},
        Mistake{"TitlePlaceholder",
                {.title = "A {no name}"},
                "/title: malformed placeholder {no name}"},
        Mistake{"TitleNotSettled",
                {.title = "A {a.text}"},
                "/title: {a.text} may be unknown when the rule holds: write {a.text|words for that "
                "case} or test the fact in 'when'"},
        Mistake{
            "TitleSettledInOneBranchOnly",
            {.when =
                 R"({"any": [{"fact": "a.text", "equals": "x"}, {"fact": "a.flag", "equals": true}]})",
             .title = "A {a.text}"},
            "/title: {a.text} may be unknown when the rule holds: write {a.text|words for that "
            "case} or test the fact in 'when'"},
        Mistake{"DurationOfText",
                {.because = R"(["{a.text:duration}"])"},
                "/because/0: {a.text:duration} is of type text, not a number of seconds"},
        Mistake{"FixEmpty", {.fix = "[]"}, "/fix: must be a list of steps"},
        Mistake{"FixText",
                {.fix = R"(["Do it."])"},
                "/fix/0: must be an object with 'text' and 'actor'"},
        Mistake{"FixActor",
                {.fix = R"([{"text": "x", "actor": "admin"}])"},
                "/fix/0/actor: unknown word 'admin'"},
        Mistake{"FixNoActor", {.fix = R"([{"text": "x"}])"}, "/fix/0/actor: missing 'actor'"},
        Mistake{"FixNoText", {.fix = R"([{"actor": "you"}])"}, "/fix/0/text: missing 'text'"},
        Mistake{"FixMember",
                {.fix = R"([{"text": "x", "actor": "you", "comand": ["a"]}])"},
                "/fix/0/comand: unknown member 'comand' (did you mean 'command'?)"},
        Mistake{"FixCommandText",
                {.fix = R"([{"text": "x", "actor": "you", "command": "1claw login"}])"},
                "/fix/0/command: must be a list of texts"},
        Mistake{"FixCommandFact",
                {.fix = R"([{"text": "x", "actor": "you", "command": ["1claw", "{a.b}"]}])"},
                "/fix/0/command/1: no probe establishes the fact 'a.b'"},
        Mistake{"FixNotSettled",
                {.fix = R"([{"text": "See {b.text}.", "actor": "you"}])"},
                "/fix/0/text: {b.text} may be unknown when the rule holds: write {b.text|words for "
                "that case} or test the fact in 'when'"},
        Mistake{
            "FixOnlyConditional",
            {.fix =
                 R"([{"text": "x", "actor": "you", "when": {"fact": "a.flag", "equals": true}}])"},
            "/fix: at least one step must have no 'when', so that there always is one"},
        Mistake{"ExplainsText",
                {.more = R"("explains": "net.tcp")"},
                "/explains: must be a list of texts"},
        Mistake{
            "ExplainsNumber", {.more = R"("explains": [1])"}, "/explains: must be a list of texts"},
        Mistake{"FallbackText",
                {.more = R"("only_if_unexplained": "yes")"},
                "/only_if_unexplained: must be true or false"},
        Mistake{"InferredButCertain",
                {.source = "guess [inferred]"},
                "/certainty: must not be 'certain' on an [inferred] source"},
        Mistake{
            "InferredRaisedToCertain",
            {.certainty = "likely",
             .source = "guess [inferred]",
             .more = R"("raise": {"to": "certain", "when": {"fact": "b.flag", "equals": true}})"},
            "/raise/to: must not be 'certain' on an [inferred] source"},
        Mistake{
            "RaiseToLess",
            {.more = R"("raise": {"to": "likely", "when": {"fact": "b.flag", "equals": true}})"},
            "/raise/to: must be surer than 'certainty'"},
        Mistake{"RaiseText",
                {.more = R"("raise": "certain")"},
                "/raise: must be an object with 'to' and 'when'"},
        Mistake{"RaiseWithoutWhen",
                {.certainty = "likely", .more = R"("raise": {"to": "certain"})"},
                "/raise/when: must be a condition"},
        Mistake{
            "RaiseMember",
            {.certainty = "likely",
             .more =
                 R"("raise": {"to": "certain", "if": 1, "when": {"fact": "b.flag", "equals": true}})"},
            "/raise/if: unknown member 'if'"}),
    name_of_case);

struct WhenMistake {
  const char* name;
  const char* when;
  const char* problem;  ///< after `… /rules/0/when`
};
void PrintTo(const WhenMistake& mistake, std::ostream* out) {
  *out << mistake.when;
}

class ConditionMistake : public testing::TestWithParam<WhenMistake> {};

TEST_P(ConditionMistake, IsReportedWithItsPlace) {
  const std::string start = "access_policy.json: access.policy/one: /rules/0/when";
  const std::string guarded =
      R"({"all": [{"fact": "c.flag", "equals": true}, )" + std::string{GetParam().when} + "]}";
  EXPECT_THAT(problems_of(file_with(json_of({.when = guarded}))),
              ElementsAre(start + "/all/1" + GetParam().problem));
}

constexpr const char* one_kind =
    ": must hold exactly one of 'all', 'any', 'not', 'given', or a 'fact' with tests";

INSTANTIATE_TEST_SUITE_P(
    Load,
    ConditionMistake,
    testing::Values(
        WhenMistake{"NoObject", "true", ": must be a condition"},
        WhenMistake{"Empty", "{}", one_kind},
        WhenMistake{"UnknownGroup", R"({"none": []})", one_kind},
        WhenMistake{
            "TwoGroups",
            R"({"all": [{"fact": "a.flag", "equals": true}], "not": {"fact": "b.flag", "equals": true}})",
            one_kind},
        WhenMistake{"EmptyGroup", R"({"any": []})", "/any: must be a list of conditions"},
        WhenMistake{"GroupOfText", R"({"not": "x"})", "/not: must be a list of conditions"},
        WhenMistake{"AnyOfOne",
                    R"({"any": {"fact": "a.flag", "equals": true}})",
                    "/any: must be a list of conditions"},
        WhenMistake{"GivenList", R"({"given": []})", "/given: must be a condition"},
        WhenMistake{
            "Deep",
            R"({"not": [{"any": [{"fact": "a.flg", "equals": true}]}]})",
            "/not/0/any/0/fact: no probe establishes the fact 'a.flg' (did you mean 'a.flag'?)"},
        WhenMistake{"UnknownFact",
                    R"({"fact": "x.y", "equals": 1})",
                    "/fact: no probe establishes the fact 'x.y'"},
        WhenMistake{"FactNumber", R"({"fact": 1, "exists": true})", "/fact: must be text"},
        WhenMistake{"NoTest", R"({"fact": "a.flag"})", ": names a fact but no test"},
        WhenMistake{"UnknownTest",
                    R"({"fact": "a.flag", "equals": true, "equal": true})",
                    "/equal: unknown member 'equal' (did you mean 'equals'?)"},
        WhenMistake{"ExistsText",
                    R"({"fact": "a.flag", "exists": "no"})",
                    "/exists: must be of type boolean to test 'a.flag', not text"},
        WhenMistake{"BooleanText",
                    R"({"fact": "a.flag", "equals": "true"})",
                    "/equals: must be of type boolean to test 'a.flag', not text"},
        WhenMistake{"IntegerText",
                    R"({"fact": "a.count", "equals": "5"})",
                    "/equals: must be of type integer to test 'a.count', not text"},
        WhenMistake{"IntegerFraction",
                    R"({"fact": "a.count", "less": 1.5})",
                    "/less: must be of type integer to test 'a.count', not number"},
        WhenMistake{"IntegerHuge",
                    R"({"fact": "a.count", "less": 18446744073709551615})",
                    "/less: must be of type integer to test 'a.count', not number"},
        WhenMistake{"TextInteger",
                    R"({"fact": "a.text", "equals": 5})",
                    "/equals: must be of type text to test 'a.text', not integer"},
        WhenMistake{"Null",
                    R"({"fact": "a.text", "equals": null})",
                    "/equals: must be text, a number, true, false, or a list of texts"},
        WhenMistake{"MixedList",
                    R"({"fact": "a.list", "equals": ["a", 1]})",
                    "/equals: must be text, a number, true, false, or a list of texts"},
        WhenMistake{"OneOfText",
                    R"({"fact": "a.text", "one_of": "x"})",
                    "/one_of: must be a list of values"},
        WhenMistake{"OneOfType",
                    R"({"fact": "a.text", "one_of": ["x", 1]})",
                    "/one_of/1: must be of type text to test 'a.text', not integer"},
        WhenMistake{"OneOfFlag",
                    R"({"fact": "a.flag", "one_of": [true]})",
                    "/one_of: 'one_of' cannot test 'a.flag', a fact of type boolean"},
        WhenMistake{"LessText",
                    R"({"fact": "a.text", "less": 1})",
                    "/less: 'less' cannot test 'a.text', a fact of type text"},
        WhenMistake{"ContainsInteger",
                    R"({"fact": "a.count", "contains": "1"})",
                    "/contains: 'contains' cannot test 'a.count', a fact of type integer"},
        WhenMistake{"ContainsNothing",
                    R"({"fact": "a.text", "contains": ""})",
                    "/contains: must not be empty: everything contains nothing"},
        WhenMistake{"MatchesFlag",
                    R"({"fact": "a.flag", "matches": "x"})",
                    "/matches: 'matches' cannot test 'a.flag', a fact of type boolean"},
        WhenMistake{"MatchesNumber",
                    R"({"fact": "a.text", "matches": 1})",
                    "/matches: must be a regular expression"},
        WhenMistake{"BadPattern",
                    R"({"fact": "a.text", "matches": "(x"})",
                    "/matches: bad regular expression: missing ): (x"},
        WhenMistake{
            "OtherFactUnknown",
            R"({"fact": "a.count", "less_than_fact": "a.limitt"})",
            "/less_than_fact: no probe establishes the fact 'a.limitt' (did you mean 'a.limit'?)"},
        WhenMistake{
            "OtherFactType",
            R"({"fact": "a.count", "equals_fact": "a.text"})",
            "/equals_fact: 'a.count' wants a fact of type integer beside it, but 'a.text' is "
            "of type text"},
        WhenMistake{"OtherFactNumber",
                    R"({"fact": "a.count", "less_than_fact": 5})",
                    "/less_than_fact: must be the name of a fact"}),
    name_of_case);

TEST(Load, ARuleNeedsEvidence) {
  const std::string start = "access_policy.json: access.policy/one: /rules/0/when: ";
  const char* rests_on_nothing = "rests on no fact: nothing is tested outside of 'not' and 'given'";
  EXPECT_THAT(
      problems_of(file_with(json_of({.when = R"({"not": {"fact": "a.flag", "equals": true}})"}))),
      ElementsAre(start + rests_on_nothing));
  EXPECT_THAT(
      problems_of(file_with(json_of({.when = R"({"given": {"fact": "a.flag", "equals": true}})"}))),
      ElementsAre(start + rests_on_nothing));
  EXPECT_THAT(problems_of(file_with(json_of({.when = R"({"fact": "a.flag", "exists": false})"}))),
              ElementsAre(start + "holds when nothing is known at all", start + rests_on_nothing));
}

struct FileMistake {
  const char* name;
  std::string text;
  std::vector<std::string> problems;  ///< after `access_policy.json: `
};
void PrintTo(const FileMistake& mistake, std::ostream* out) {
  *out << mistake.name;
}

class BadFile : public testing::TestWithParam<FileMistake> {};

TEST_P(BadFile, IsReported) {
  std::vector<std::string> expected;
  for (const std::string& problem : GetParam().problems) {
    expected.push_back("access_policy.json: " + problem);
  }
  EXPECT_EQ(problems_of(GetParam().text), expected);
}

INSTANTIATE_TEST_SUITE_P(
    Load,
    BadFile,
    testing::Values(
        FileMistake{"Empty", "", {"-: -: broken JSON at line 1, column 0"}},
        FileMistake{"Broken",
                    "{\"row\": \"access.policy\",\n  \"rules\": ]",
                    {"-: -: broken JSON at line 2, column 12, near '\"rules\": ]'"}},
        FileMistake{"Comment", "// x\n{}", {"-: -: broken JSON at line 1, column 1, near '/'"}},
        FileMistake{
            "TooDeep", std::string(100, '[') + std::string(100, ']'), {"-: -: nested too deep"}},
        FileMistake{"Text", R"("x")", {"-: -: must be an object with 'row' and 'rules'"}},
        FileMistake{"NoRow",
                    R"({"rules": []})",
                    {"-: /row: missing 'row'", "-: /rules: must be a list of rules"}},
        FileMistake{
            "UnknownRow",
            R"({"row": "access.polic", "rules": [)" + json_of({.id = "access.polic/one"}) + "]}",
            {"-: /row: unknown row 'access.polic' (did you mean 'access.policy'?)"}},
        FileMistake{"UnknownMember",
                    R"({"row": "access.policy", "rule": 1, "rules": [)" + json_of({}) + "]}",
                    {"-: /rule: unknown member 'rule' (did you mean 'rules'?)"}},
        FileMistake{"RuleIsText", file_with(R"("x")"), {"-: /rules/0: must be an object"}},
        FileMistake{"SecondRow",
                    "[" + file_with(json_of({})) + R"(, {"row": "net.tcp", "rules": []}])",
                    {"-: /1/rules: must be a list of rules"}},
        FileMistake{"IdOfAnotherRow",
                    file_with(json_of({.id = "net.tcp/one"})),
                    {"net.tcp/one: /rules/0/id: must be 'access.policy/cause', the cause in "
                     "lower-case words joined by hyphens"}},
        FileMistake{"TwiceTheSameMember",
                    file_with(json_of({.more = R"("docs": "https://docs.1claw.xyz/y")"})),
                    {"-: -: the member 'docs' is written twice in one object"}},
        FileMistake{"NothingButAnId",
                    file_with(R"({"id": "access.policy/one"})"),
                    {"access.policy/one: /rules/0/severity: missing 'severity'",
                     "access.policy/one: /rules/0/certainty: missing 'certainty'",
                     "access.policy/one: /rules/0/docs: missing 'docs'",
                     "access.policy/one: /rules/0/source: missing 'source'",
                     "access.policy/one: /rules/0/when: missing 'when'",
                     "access.policy/one: /rules/0/title: missing 'title'",
                     "access.policy/one: /rules/0/cause: missing 'cause'",
                     "access.policy/one: /rules/0/because: missing 'because'",
                     "access.policy/one: /rules/0/fix: missing 'fix'"}}),
    name_of_case);

class BadCause : public testing::TestWithParam<const char*> {};

TEST_P(BadCause, IsRefused) {
  const std::string id = std::string{"access.policy/"} + GetParam();
  EXPECT_THAT(problems_of(file_with(json_of({.id = id}))),
              ElementsAre(StartsWith("access_policy.json: " + id + ": /rules/0/id: must be")));
}

INSTANTIATE_TEST_SUITE_P(
    Load, BadCause, testing::Values("", "Upper", "under_score", "-x", "x-", "x--y", "x/y", "x y"));

TEST(Load, DocsAreSecureAddresses) {
  std::string text = file_with(json_of({}));
  text.replace(text.find("https://"), 8, "http://");
  EXPECT_THAT(problems_of(text),
              ElementsAre("access_policy.json: access.policy/one: /rules/0/docs: must be an "
                          "https:// address"));
}

TEST(Load, ProblemsShowHostileTextHarmless) {
  const Problems problems = problems_of(R"({"row": "\u001b[31m", "rules": []})");
  ASSERT_FALSE(problems.empty());
  for (const std::string& problem : problems) {
    EXPECT_EQ(problem.find('\x1b'), std::string::npos);
  }
}

}  // namespace
}  // namespace doctor::rules
