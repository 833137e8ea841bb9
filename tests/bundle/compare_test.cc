// Diff and comparison on reports made by hand.

#include "bundle/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bundle/report_reader.h"
#include "report/report.h"

namespace doctor::bundle {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Finding finding(const std::string& rule, Severity severity) {
  Finding out;
  out.rule = rule;
  out.row = "a.row";
  out.severity = severity;
  out.title = "It is " + rule;
  out.fix.push_back({.text = "Do it"});
  return out;
}

Observation observation(const std::string& id, Status status, std::int64_t value) {
  Observation out{.id = id, .probe = id, .layer = "network", .status = status};
  out.facts.set("some.number", FactValue{value});
  out.facts.set("some.text", FactValue{std::string{"stays"}});
  return out;
}

Report earlier_report() {
  Report out;
  out.rules_version = "1";
  out.verdict = Verdict::unhealthy;
  out.findings = {finding("a.row/gone", Severity::error),
                  finding("a.row/same", Severity::error),
                  finding("a.row/worse", Severity::warning),
                  finding("a.row/better", Severity::error)};
  out.observations = {observation("still", Status::pass, 1), observation("moves", Status::pass, 1)};
  return out;
}

Report later_report() {
  Report out;
  out.rules_version = "2";
  out.verdict = Verdict::unhealthy;
  out.findings = {finding("a.row/better", Severity::warning),
                  finding("a.row/same", Severity::error),
                  finding("a.row/worse", Severity::error),
                  finding("a.row/new", Severity::error)};
  out.observations = {observation("still", Status::pass, 1), observation("moves", Status::fail, 2)};
  return out;
}

TEST(Diff, ReadsRegressionsFirst) {
  const Report report = diff(earlier_report(), later_report());
  std::vector<std::string> changes;
  for (const Finding& one : report.findings) {
    changes.push_back(one.change);
  }
  EXPECT_THAT(changes, ElementsAre("new", "worse", "better", "same", "gone"));
  EXPECT_EQ(report.findings.front().title, "New: It is a.row/new");
  EXPECT_TRUE(is_regression(report.findings[1]));
  EXPECT_FALSE(is_regression(report.findings[2]));
}

TEST(Diff, WhatIsGoneAsksForNothing) {
  const Finding gone = diff(earlier_report(), later_report()).findings.back();
  EXPECT_EQ(gone.severity, Severity::info);
  EXPECT_THAT(gone.fix, IsEmpty());
}

TEST(Diff, ShowsOnlyTheFactsThatMoved) {
  const Report report = diff(earlier_report(), later_report());
  ASSERT_EQ(report.observations.size(), 1U);
  EXPECT_EQ(report.observations[0].id, "moves");
  ASSERT_EQ(report.observations[0].facts.size(), 1U);
  EXPECT_EQ(to_text(*report.observations[0].facts.find("some.number")), "1 → 2");
  EXPECT_EQ(report.observations[0].reason, "was pass");
}

TEST(Diff, AFactOnlyOneSideHasWasOrIsUnknown) {
  Report before = earlier_report();
  Report after = before;
  before.observations[0].facts.set("only.before", FactValue{true});
  after.observations[0].facts.set("only.after", FactValue{TextList{"a", "b"}});
  after.observations.pop_back();
  const Report report = diff(before, after);
  ASSERT_EQ(report.observations.size(), 2U);
  const Facts& facts = report.observations[0].facts;
  EXPECT_EQ(to_text(*facts.find("only.before")), "yes → unknown");
  EXPECT_EQ(to_text(*facts.find("only.after")), "unknown → a, b");
  EXPECT_EQ(report.observations[1].status, Status::skip);
}

TEST(Diff, OfAReportWithItselfHasNoChange) {
  const Report same = earlier_report();
  const Report report = diff(same, same);
  EXPECT_THAT(report.observations, IsEmpty());
  EXPECT_THAT(report.findings, testing::Each(testing::Field(&Finding::change, "same")));
  EXPECT_THAT(report.compared->fresh, IsEmpty());
  EXPECT_THAT(report.compared->gone, IsEmpty());
  EXPECT_THAT(report.compared->changed, IsEmpty());
}

TEST(Diff, ReadBackStandsForItsLaterReport) {
  const Report report = diff(earlier_report(), later_report());
  const auto read = read_report(report::render_json(report, {}));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->findings.size(), later_report().findings.size());
}

TEST(Compare, NamesTheRulesOfOneSideOnly) {
  const Comparison out = compare(earlier_report(), later_report());
  EXPECT_THAT(out.fresh, ElementsAre("a.row/new"));
  EXPECT_THAT(out.gone, ElementsAre("a.row/gone"));
  EXPECT_THAT(out.changed, ElementsAre("a.row/better", "a.row/worse"));
  EXPECT_EQ(out.rules_version, "1");
}

}  // namespace
}  // namespace doctor::bundle
