#include "rules/suppress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace doctor::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Finding finding(std::string rule, Severity severity, std::vector<std::string> causes = {}) {
  Finding out;
  out.row = rule.substr(0, rule.find('/'));
  out.rule = std::move(rule);
  out.severity = severity;
  out.root_cause = causes.empty();
  out.caused_by = std::move(causes);
  out.evidence = {out.rule};
  return out;
}

/// An IP rule with two symptoms in a chain, and a warning beside them.
Report refused() {
  Report out;
  out.started_at = "2026-11-23T08:32:05Z";
  out.target = {{.name = "base_url", .value = "https://API.1claw.xyz:443/x", .source = "default"},
                {.name = "vault", .value = "prod", .source = "--vault"}};
  out.findings = {finding("access.ip/denied", Severity::error),
                  finding("unknown/vaults", Severity::error, {"access.ip/denied"}),
                  finding("unknown/secrets", Severity::error, {"unknown/vaults"}),
                  finding("quota.payment/near", Severity::warning)};
  for (const Finding& one : out.findings) {
    Observation seen;
    seen.id = one.rule;
    seen.status = one.severity == Severity::error ? Status::fail : Status::warn;
    out.observations.push_back(seen);
  }
  out.verdict = Verdict::unhealthy;
  return out;
}

std::vector<std::string> left(const Report& report) {
  std::vector<std::string> out;
  for (const Finding& one : report.findings) {
    out.push_back(one.rule);
  }
  return out;
}

TEST(Suppress, TakesSymptomsAlongAndJudgesAnew) {
  Report report = refused();
  suppress({{.what = "access.ip", .reason = "moving", .until = "2026-12-31"}}, report);
  EXPECT_THAT(left(report), ElementsAre("quota.payment/near"));
  ASSERT_EQ(report.suppressed.size(), 3U);
  EXPECT_EQ(report.suppressed[0].reason, "moving");
  EXPECT_EQ(report.suppressed[2].reason, "follows from unknown/vaults");
  EXPECT_EQ(report.suppressed[2].until, "2026-12-31");
  EXPECT_EQ(report.verdict, Verdict::degraded);
  EXPECT_EQ(report.summary.errors, 0);
  EXPECT_EQ(report.summary.warnings, 1);
  EXPECT_EQ(report.observations[0].status, Status::pass);
  EXPECT_EQ(report.observations[3].status, Status::warn);
}

TEST(Suppress, LeavesASymptomWithAnotherCause) {
  Report report = refused();
  report.findings[1].caused_by.emplace_back("quota.payment/near");
  suppress({{.what = "access.ip/denied"}}, report);
  EXPECT_THAT(left(report), ElementsAre("unknown/vaults", "unknown/secrets", "quota.payment/near"));
}

TEST(Suppress, LeavesTheCauseOfASymptom) {
  Report report = refused();
  suppress({{.what = "unknown/secrets"}}, report);
  EXPECT_THAT(left(report),
              ElementsAre("access.ip/denied", "unknown/vaults", "quota.payment/near"));
  EXPECT_EQ(report.verdict, Verdict::unhealthy);
}

TEST(Suppress, NeverHidesAnUnfinishedRun) {
  Report report = refused();
  report.complete = false;
  suppress({{.what = "access.ip"}, {.what = "quota.payment"}}, report);
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_EQ(report.verdict, Verdict::undecided);
}

TEST(SuppressKnown, TakesWhatWasThereAndNoMilder) {
  Report before = refused();
  before.findings[0].severity = Severity::warning;
  Report report = refused();
  report.findings.push_back(finding("service.health/note", Severity::info));
  before.findings.push_back(report.findings.back());
  suppress_known(before, report);
  EXPECT_THAT(left(report), ElementsAre("access.ip/denied", "service.health/note"));
  EXPECT_EQ(report.suppressed.front().by, "baseline");
  EXPECT_EQ(report.suppressed.front().reason, "known since 2026-11-23T08:32:05Z");
}

TEST(SuppressKnown, CountsWhatWasSetAsideThen) {
  Report before = refused();
  suppress({{.what = "access.ip"}}, before);
  Report report = refused();
  suppress_known(before, report);
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_EQ(report.verdict, Verdict::healthy);
}

TEST(SuppressionsIn, BringAboutTheSameAgain) {
  Report before = refused();
  suppress({{.what = "access.ip", .reason = "moving", .until = "2026-12-31"}}, before);
  Report report = refused();
  suppress(suppressions_in(before), report);
  EXPECT_EQ(left(report), left(before));
  EXPECT_EQ(report.suppressed.size(), before.suppressed.size());
}

}  // namespace
}  // namespace doctor::rules
