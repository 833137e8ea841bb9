#include "rules/diagnosis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/rules/support.h"

namespace doctor::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* a_holds = R"({"fact": "a.flag", "equals": true})";
constexpr const char* b_holds = R"({"fact": "b.flag", "equals": true})";
constexpr const char* c_holds = R"({"fact": "c.flag", "equals": true})";

std::vector<Observation> a_b_c() {
  return {observation("oa", {{"a.flag", true}}),
          observation("ob", {{"b.flag", true}}),
          observation("oc", {{"c.flag", true}})};
}

std::vector<Status> statuses(const std::vector<Observation>& observations) {
  std::vector<Status> out;
  for (const Observation& observation : observations) {
    out.push_back(observation.status);
  }
  return out;
}

std::string explaining(const std::string& names) {
  return "\"explains\": [" + names + "]";
}

TEST(Diagnose, NothingHolds) {
  auto observations = a_b_c();
  const Table table =
      table_of({{.when = R"({"fact": "a.flag", "equals": false})"},
                {.id = "net.dns/a", .when = R"({"fact": "a.text", "equals": "x"})"}});
  EXPECT_THAT(diagnose(table, observations), IsEmpty());
  EXPECT_THAT(statuses(observations), ElementsAre(Status::pass, Status::pass, Status::pass));
}

TEST(Diagnose, TellsWhatTheRuleSays) {
  std::vector<Observation> observations{
      observation("first", {{"a.text", std::string{"prod/db {b.text}"}}}),
      observation("second", {{"a.flag", true}})};
  const Table table = table_of(
      {{.certainty = "likely",
        .when =
            R"({"all": [{"fact": "a.flag", "equals": true}, {"fact": "a.text", "exists": true}]})",
        .title = "About {a.text}",
        .because = R"(["It is {a.text}.", "Dropped: {b.text}.", "Else {b.text|none}.",
                       {"text": "Shown.", "when": {"fact": "a.flag", "equals": true}},
                       {"text": "Unknown.", "when": {"fact": "b.flag", "equals": true}}])",
        .fix = R"([{"text": "Do {a.text}.", "actor": "network", "command": ["1claw", "login"]},
                   {"text": "Hidden.", "actor": "you", "when": {"fact": "b.flag", "equals": true}}])",
        .more = R"("ruled_out": ["Not {b.text}.", "Not this."])"}});
  const auto findings = diagnose(table, observations);
  ASSERT_THAT(findings, SizeIs(1));
  const Finding& finding = findings.front();
  EXPECT_EQ(finding.rule, "access.policy/one");
  EXPECT_EQ(finding.row, "access.policy");
  EXPECT_EQ(finding.severity, Severity::error);
  EXPECT_EQ(finding.certainty, Certainty::likely);
  EXPECT_TRUE(finding.root_cause);
  EXPECT_THAT(finding.caused_by, IsEmpty());
  EXPECT_EQ(finding.title, "About prod/db {b.text}");
  EXPECT_THAT(finding.because, ElementsAre("It is prod/db {b.text}.", "Else none.", "Shown."));
  EXPECT_THAT(finding.ruled_out, ElementsAre("Not this."));
  ASSERT_THAT(finding.fix, SizeIs(1));
  EXPECT_EQ(finding.fix[0].text, "Do prod/db {b.text}.");
  EXPECT_EQ(finding.fix[0].actor, Actor::network);
  EXPECT_THAT(finding.fix[0].command, ElementsAre("1claw", "login"));
  EXPECT_EQ(finding.docs, "https://docs.1claw.xyz/x");
  EXPECT_THAT(finding.evidence, ElementsAre("first", "second"));
}

struct RaiseCase {
  const char* name;
  std::vector<std::pair<std::string, FactValue>> facts;
  Certainty certainty;
};
void PrintTo(const RaiseCase& c, std::ostream* out) {
  *out << c.name;
}

class Raise : public testing::TestWithParam<RaiseCase> {};

TEST_P(Raise, NeedsItsConditionToHold) {
  const Table table = table_of(
      {{.certainty = "possible",
        .more = R"("raise": {"to": "certain", "when": {"fact": "b.flag", "equals": true}})"}});
  std::vector<Observation> observations{observation("oa", {{"a.flag", true}}),
                                        observation("ob", GetParam().facts)};
  const auto findings = diagnose(table, observations);
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].certainty, GetParam().certainty);
  EXPECT_THAT(findings[0].evidence, ElementsAre("oa")) << "what raises is context";
}

INSTANTIATE_TEST_SUITE_P(Diagnose,
                         Raise,
                         testing::Values(RaiseCase{"Holds", {{"b.flag", true}}, Certainty::certain},
                                         RaiseCase{"Not", {{"b.flag", false}}, Certainty::possible},
                                         RaiseCase{"Unknown", {}, Certainty::possible}),
                         name_of_case);

TEST(Diagnose, TheEarlierObservationOfAFactCounts) {
  std::vector<Observation> observations{observation("oa", {{"a.flag", true}}),
                                        observation("ob", {{"a.flag", false}})};
  const auto findings = diagnose(table_of({{}}), observations);
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_THAT(findings[0].evidence, ElementsAre("oa"));
}

TEST(Fold, ByIdAndByRow) {
  auto observations = a_b_c();
  const Table table = table_of(
      {{.id = "net.tls/c", .when = c_holds},
       {.id = "net.tcp/b", .when = b_holds},
       {.id = "net.dns/a", .when = a_holds, .more = explaining(R"("net.tcp/b", "net.tls")")}});
  const auto findings = diagnose(table, observations);
  EXPECT_THAT(ids_of(findings), ElementsAre("net.dns/a", "net.tcp/b", "net.tls/c"));
  EXPECT_TRUE(findings[0].root_cause);
  EXPECT_FALSE(findings[1].root_cause);
  EXPECT_THAT(findings[1].caused_by, ElementsAre("net.dns/a"));
  EXPECT_THAT(findings[2].caused_by, ElementsAre("net.dns/a"));
  EXPECT_THAT(statuses(observations), ElementsAre(Status::fail, Status::fail, Status::fail));
}

TEST(Fold, OnlyUnderWhatHolds) {
  auto observations = a_b_c();
  const Table table = table_of({{.id = "net.dns/a",
                                 .when = R"({"fact": "a.flag", "equals": false})",
                                 .more = explaining(R"("net.tcp")")},
                                {.id = "net.tcp/b", .when = b_holds}});
  const auto findings = diagnose(table, observations);
  EXPECT_THAT(ids_of(findings), ElementsAre("net.tcp/b"));
  EXPECT_TRUE(findings[0].root_cause);
}

TEST(Fold, ASymptomOfASymptomNamesItsDirectCause) {
  auto observations = a_b_c();
  const Table table =
      table_of({{.id = "net.dns/a", .when = a_holds, .more = explaining(R"("net.tcp")")},
                {.id = "net.tcp/b", .when = b_holds, .more = explaining(R"("net.tls")")},
                {.id = "net.tls/c", .when = c_holds}});
  const auto findings = diagnose(table, observations);
  ASSERT_THAT(ids_of(findings), ElementsAre("net.dns/a", "net.tcp/b", "net.tls/c"));
  EXPECT_THAT(findings[1].caused_by, ElementsAre("net.dns/a"));
  EXPECT_THAT(findings[2].caused_by, ElementsAre("net.tcp/b"));
}

TEST(Fold, TwoCausesOfOneSymptom) {
  auto observations = a_b_c();
  const Table table =
      table_of({{.id = "net.tcp/b", .when = b_holds, .more = explaining(R"("net.tls")")},
                {.id = "net.dns/a", .when = a_holds, .more = explaining(R"("net.tls")")},
                {.id = "net.tls/c", .when = c_holds}});
  const auto findings = diagnose(table, observations);
  ASSERT_THAT(ids_of(findings), ElementsAre("net.dns/a", "net.tcp/b", "net.tls/c"));
  EXPECT_THAT(findings[2].caused_by, ElementsAre("net.dns/a", "net.tcp/b"));
}

struct FoldCase {
  const char* name;
  const char* cause;    ///< severity
  const char* symptom;  ///< severity
  const char* explains;
  bool folded;
};
void PrintTo(const FoldCase& c, std::ostream* out) {
  *out << c.name;
}

class FoldBySeverity : public testing::TestWithParam<FoldCase> {};

TEST_P(FoldBySeverity, HidesNoErrorBehindAWarningByAccident) {
  auto observations = a_b_c();
  const Table table =
      table_of({{.id = "net.dns/a",
                 .severity = GetParam().cause,
                 .when = a_holds,
                 .more = explaining(GetParam().explains)},
                {.id = "net.tcp/b", .severity = GetParam().symptom, .when = b_holds}});
  for (const Finding& finding : diagnose(table, observations)) {
    EXPECT_EQ(finding.root_cause, finding.rule == "net.dns/a" || !GetParam().folded);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Fold,
    FoldBySeverity,
    testing::Values(FoldCase{"ErrorUnderErrorByRow", "error", "error", R"("net.tcp")", true},
                    FoldCase{"WarningUnderErrorByRow", "error", "warning", R"("net.tcp")", true},
                    FoldCase{"ErrorUnderWarningByRow", "warning", "error", R"("net.tcp")", false},
                    FoldCase{"ErrorUnderInfoByRow", "info", "error", R"("net.tcp")", false},
                    FoldCase{"WarningUnderInfoByRow", "info", "warning", R"("net.tcp")", false},
                    FoldCase{"ErrorUnderWarningById", "warning", "error", R"("net.tcp/b")", true},
                    FoldCase{"ErrorUnderInfoById", "info", "error", R"("net.tcp/b")", true}),
    name_of_case);

TEST(Fold, ACycleKeepsItsFirstFindingAsRoot) {
  // check() refuses such a table; the diagnosis must stand it nevertheless.
  auto observations = a_b_c();
  const Table table =
      table_of({{.id = "net.tls/c", .when = c_holds, .more = explaining(R"("net.dns/a")")},
                {.id = "net.tcp/b", .when = b_holds, .more = explaining(R"("net.tls/c")")},
                {.id = "net.dns/a", .when = a_holds, .more = explaining(R"("net.tcp/b")")}});
  const auto findings = diagnose(table, observations);
  ASSERT_THAT(ids_of(findings), ElementsAre("net.dns/a", "net.tcp/b", "net.tls/c"));
  EXPECT_TRUE(findings[0].root_cause);
  EXPECT_THAT(findings[1].caused_by, ElementsAre("net.dns/a"));
  EXPECT_THAT(findings[2].caused_by, ElementsAre("net.tcp/b"));
}

TEST(Fold, ACauseOutsideOfACycleIsItsRoot) {
  auto observations = a_b_c();
  const Table table =
      table_of({{.id = "net.dns/a",
                 .severity = "warning",
                 .when = a_holds,
                 .more = explaining(R"("net.tls/c")")},
                {.id = "net.tcp/b", .when = b_holds, .more = explaining(R"("net.tls/c")")},
                {.id = "net.tls/c", .when = c_holds, .more = explaining(R"("net.tcp/b")")}});
  const auto findings = diagnose(table, observations);
  ASSERT_THAT(ids_of(findings), ElementsAre("net.tcp/b", "net.dns/a", "net.tls/c"));
  EXPECT_THAT(findings[2].caused_by, ElementsAre("net.tcp/b", "net.dns/a"));
}

TEST(Order, RootsThenSeverityThenCertaintyThenRowThenTable) {
  auto observations = a_b_c();
  const Table table = table_of({{.id = "unknown/z", .severity = "info"},
                                {.id = "net.tls/likely", .certainty = "likely"},
                                {.id = "net.tcp/symptom"},
                                {.id = "local.clock/warned",
                                 .severity = "warning",
                                 .more = explaining(R"("net.tcp/symptom")")},
                                {.id = "net.dns/second"},
                                {.id = "net.dns/first-of-name"},
                                {.id = "connect.base-url/x"},
                                {.id = "connect.mcp-url/possible", .certainty = "possible"}});
  EXPECT_THAT(ids_of(diagnose(table, observations)),
              ElementsAre("connect.base-url/x",
                          "net.dns/second",
                          "net.dns/first-of-name",
                          "net.tls/likely",
                          "connect.mcp-url/possible",
                          "local.clock/warned",
                          "unknown/z",
                          "net.tcp/symptom"));
}

TEST(Order, ARaisedCertaintyCounts) {
  auto observations = a_b_c();
  const Table table = table_of(
      {{.id = "net.dns/a", .certainty = "likely"},
       {.id = "net.tcp/b",
        .certainty = "possible",
        .more = R"("raise": {"to": "certain", "when": {"fact": "b.flag", "equals": true}})"}});
  EXPECT_THAT(ids_of(diagnose(table, observations)), ElementsAre("net.tcp/b", "net.dns/a"));
}

TEST(Statuses, ComeFromTheFindings) {
  std::vector<Observation> observations{
      observation("error", {{"a.flag", true}}, Status::warn),
      observation("warning", {{"b.flag", true}}),
      observation("info", {{"c.flag", true}}, Status::fail),
      observation("stale", {{"a.count", std::int64_t{1}}}, Status::fail),
      observation("skipped", {{"a.text", std::string{"x"}}}, Status::skip),
      observation("unclear", {{"a.other", std::string{"x"}}}, Status::unknown),
      observation("late", {{"b.text", std::string{"x"}}}, Status::timeout)};
  const Table table =
      table_of({{.id = "net.dns/a", .when = a_holds},
                {.id = "net.tcp/b", .severity = "warning", .when = b_holds},
                {.id = "net.tls/c", .severity = "info", .when = c_holds},
                {.id = "net.tls/d", .when = R"({"fact": "a.text", "equals": "x"})"},
                {.id = "net.tls/e", .when = R"({"fact": "a.other", "equals": "x"})"},
                {.id = "net.tls/f", .when = R"({"fact": "b.text", "equals": "x"})"}});
  EXPECT_THAT(diagnose(table, observations), SizeIs(6));
  EXPECT_THAT(statuses(observations),
              ElementsAre(Status::fail,
                          Status::warn,
                          Status::pass,
                          Status::pass,
                          Status::skip,
                          Status::unknown,
                          Status::timeout));
}

TEST(Statuses, TheWorstFindingDecides) {
  auto observations = a_b_c();
  const Table table = table_of({{.id = "net.tcp/b", .severity = "warning", .when = a_holds},
                                {.id = "net.dns/a", .when = a_holds},
                                {.id = "net.tls/c", .severity = "info", .when = a_holds}});
  diagnose(table, observations);
  EXPECT_EQ(observations[0].status, Status::fail);
}

TEST(Statuses, ContextIsNotBlamed) {
  auto observations = a_b_c();
  const Table table = table_of({{.when = R"({"all": [{"fact": "a.flag", "equals": true},
                            {"given": {"fact": "b.flag", "equals": true}},
                            {"not": {"fact": "c.flag", "equals": false}}]})"}});
  EXPECT_THAT(diagnose(table, observations), SizeIs(1));
  EXPECT_THAT(statuses(observations), ElementsAre(Status::fail, Status::pass, Status::pass));
}

TEST(Diagnose, AgainGivesTheSame) {
  auto observations = a_b_c();
  const Table table =
      table_of({{.id = "net.dns/a", .when = a_holds, .more = explaining(R"("net.tcp")")},
                {.id = "net.tcp/b", .severity = "warning", .when = b_holds}});
  const auto first = ids_of(diagnose(table, observations));
  const auto first_statuses = statuses(observations);
  EXPECT_EQ(ids_of(diagnose(table, observations)), first);
  EXPECT_EQ(statuses(observations), first_statuses);
}

struct VerdictCase {
  const char* name;
  std::vector<Severity> findings;
  bool complete;
  Verdict verdict;
};
void PrintTo(const VerdictCase& c, std::ostream* out) {
  *out << c.name;
}

class VerdictOf : public testing::TestWithParam<VerdictCase> {};

TEST_P(VerdictOf, Run) {
  std::vector<Finding> findings;
  for (const Severity severity : GetParam().findings) {
    findings.push_back({.rule = "r", .row = "r", .severity = severity, .title = "t", .cause = "c"});
  }
  EXPECT_EQ(verdict_of(findings, GetParam().complete), GetParam().verdict);
}

using enum Severity;
INSTANTIATE_TEST_SUITE_P(
    Diagnose,
    VerdictOf,
    testing::Values(VerdictCase{"Nothing", {}, true, Verdict::healthy},
                    VerdictCase{"Info", {Severity::info}, true, Verdict::healthy},
                    VerdictCase{"Warning", {Severity::info, warning}, true, Verdict::degraded},
                    VerdictCase{"Error", {warning, error}, true, Verdict::unhealthy},
                    VerdictCase{"IncompleteNothing", {}, false, Verdict::undecided},
                    VerdictCase{"IncompleteWarning", {warning}, false, Verdict::undecided},
                    VerdictCase{"IncompleteError", {error}, false, Verdict::unhealthy}),
    name_of_case);

TEST(Summarize, Counts) {
  const std::vector<Observation> observations{observation("a", {}, Status::pass),
                                              observation("b", {}, Status::fail),
                                              observation("c", {}, Status::warn),
                                              observation("d", {}, Status::skip),
                                              observation("e", {}, Status::unknown),
                                              observation("f", {}, Status::timeout),
                                              observation("g", {}, Status::pass)};
  std::vector<Finding> findings;
  for (const Severity severity : {error, error, warning, info}) {
    findings.push_back({.rule = "r", .row = "r", .severity = severity, .title = "t", .cause = "c"});
  }
  findings[1].root_cause = false;
  const Summary summary = summarize(findings, observations);
  EXPECT_EQ(summary.errors, 2);
  EXPECT_EQ(summary.warnings, 1);
  EXPECT_EQ(summary.passed, 2);
  EXPECT_EQ(summary.failed, 1);
  EXPECT_EQ(summary.skipped, 1);
  EXPECT_EQ(summary.unknown, 2);
}

}  // namespace
}  // namespace doctor::rules
