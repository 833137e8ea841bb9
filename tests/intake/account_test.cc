// What adds up over records, and how it is told in groups.

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "report/report.h"
#include "tests/intake/explained.h"

namespace doctor::intake {
namespace {

std::string refused(const std::string& secret, const std::string& agent) {
  return R"({"status":403,"url":"https://api.1claw.xyz/v1/vaults/1/secrets/)" + secret +
         R"(","agent_id":")" + agent + R"(","detail":"Insufficient permissions"})" + "\n";
}

Report grouped(Options::Group group) {
  const std::string log = refused("db/main", "ag-1") + refused("mail/smtp", "ag-2");
  return explained(log, Kind::jsonl, {.group_by = group});
}

TEST(Account, SaysOfEachPathWhatIsTrueOfIt) {
  const Report report = grouped(Options::Group::path);
  std::size_t causes = 0;
  for (const Finding& finding : report.findings) {
    if (!finding.root_cause) {
      continue;
    }
    ++causes;
    const std::string own = finding.met->group.substr(finding.met->group.find("secrets/") + 8);
    const bool named = std::ranges::any_of(finding.fix, [&own](const FixStep& step) {
      return step.text.find(own) != std::string::npos;
    });
    EXPECT_TRUE(named) << finding.met->group;
  }
  EXPECT_EQ(causes, 2U);
}

TEST(Account, NamesTheGroupOfASingleRecord) {
  const std::string shown = report::render_terminal(grouped(Options::Group::agent), {});
  EXPECT_NE(shown.find("ag-1"), std::string::npos) << shown;
  EXPECT_NE(shown.find("ag-2"), std::string::npos) << shown;
}

TEST(Account, TellsOnceWhatHangsOnACauseOfManyGroups) {
  const Report report = grouped(Options::Group::path);
  for (const Finding& finding : report.findings) {
    const auto same = std::ranges::count(report.findings, finding.rule, &Finding::rule);
    EXPECT_TRUE(finding.root_cause || same == 1) << finding.rule;
  }
}

TEST(Account, CountsTheRecordsThatFailAndNotThoseBesideThem) {
  const std::string base = "https://api.1claw.xyz/v1/";
  const auto line = [&base](const std::string& rest, int status, const std::string& body) {
    return R"({"method":"GET","url":")" + base + rest + R"(","status":)" + std::to_string(status) +
           R"(,"response":{"body":)" + body + "}}\n";
  };
  const Report report = explained(
      line("agents/me", 200, R"({"id":"a","name":"bot"})") +
          line("vaults", 200, R"({"vaults":[{"id":"1","name":"prod"}]})") +
          line("vaults/1/secrets/db", 403, R"({"status":403,"detail":"Insufficient permissions"})"),
      Kind::jsonl);
  EXPECT_EQ(report.records->matched, 1);
  EXPECT_EQ(report.records->passed, 2);
  ASSERT_FALSE(report.findings.empty());
  EXPECT_EQ(report.findings.front().met->count, 1);
  EXPECT_NE(report.findings.front().met->sample.find("403"), std::string::npos);
}

}  // namespace
}  // namespace doctor::intake
