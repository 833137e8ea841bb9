#include <algorithm>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "fleet/merge.h"
#include "fleet/result_line.h"
#include "tests/report/samples.h"

namespace doctor::fleet {
namespace {

using nlohmann::json;

TEST(ResultLine, ComesBackAsItWas) {
  for (const report::samples::Sample& sample : report::samples::all()) {
    const std::string line =
        result_line({.target = "a \"b\"\nc", .index = 41, .report = sample.report});
    EXPECT_EQ(std::ranges::count(line, '\n'), 1) << sample.name;
    const auto back = read_result(line);
    ASSERT_TRUE(back) << sample.name << " " << back.error().message;
    EXPECT_EQ(back->target, "a \"b\"\nc");
    EXPECT_EQ(back->index, 41U);
    EXPECT_EQ(back->report.mode, sample.report.mode);
    EXPECT_EQ(json::parse(result_line(*back)), json::parse(line)) << sample.name;
  }
}

TEST(ResultLine, RefusesWhatIsNone) {
  const std::string line =
      result_line({.target = "a", .index = 0, .report = report::samples::get("healthy")});
  const auto without = [&line](const char* member) {
    json document = json::parse(line);
    document.erase(member);
    return document.dump();
  };
  EXPECT_FALSE(read_result(""));
  EXPECT_FALSE(read_result("[]"));
  EXPECT_FALSE(read_result(line.substr(0, line.size() / 2)));
  for (const char* const member : {"schema", "target", "index", "report"}) {
    EXPECT_FALSE(read_result(without(member))) << member;
  }
}

Report with(const Finding& finding) {
  Report report = report::samples::get("healthy");
  report.findings = {finding};
  report.verdict = Verdict::unhealthy;
  return report;
}

TEST(Merger, KnowsACauseWhateverTheTargetsAreCalled) {
  Merger merger;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string name = "bot-" + std::to_string(i);
    Report report = with({.rule = "access.policy/no-policy",
                          .row = "access.policy",
                          .title = "Agent " + name + " has no policy in bot-99",
                          .cause = "The same."});
    report.observations.front().facts.set("whoami.name", FactValue{name});
    EXPECT_EQ(merger.add({.target = "t" + std::to_string(i), .index = 2 - i, .report = report}),
              Added::yes);
  }
  const Report merged = merger.finish("0");
  ASSERT_EQ(merged.findings.size(), 1U);
  const Finding& finding = merged.findings.front();
  EXPECT_EQ(finding.title, "Agent … has no policy in bot-99");
  EXPECT_EQ(finding.cause, "The same.");
  EXPECT_EQ(finding.spread->targets, (std::vector<std::string>{"t2", "t1", "t0"}));
  EXPECT_EQ(finding.spread->of, 3);
}

TEST(Merger, TellsWhatIsTrueOfOneTargetAsOfThatOne) {
  Merger merger;
  for (std::size_t i = 0; i < 2; ++i) {
    Finding finding{.rule = "rate.global/limited",
                    .row = "rate.global",
                    .title = "Too many requests",
                    .cause = "The same.",
                    .because = {"It took " + std::to_string(i) + " s."}};
    finding.fix = {{.text = "Wait.", .actor = Actor::you, .command = {}}};
    (void)merger.add({.target = "t" + std::to_string(i), .index = i, .report = with(finding)});
  }
  const Report merged = merger.finish("0");
  ASSERT_EQ(merged.findings.size(), 1U);
  EXPECT_EQ(merged.findings.front().because, std::vector<std::string>{"t0: It took 0 s."});
  EXPECT_EQ(merged.findings.front().fix.front().text, "Wait.");
}

TEST(Merger, KeepsCausesOfOneRuleApartUntilTheyAreTooMany) {
  Merger merger;
  for (std::size_t i = 0; i < 100; ++i) {
    (void)merger.add({.target = "t" + std::to_string(i),
                      .index = i,
                      .report = with({.rule = "missing.vault-or-path/no-secret",
                                      .row = "missing.vault-or-path",
                                      .title = "There is no secret at path/" + std::to_string(i),
                                      .cause = ""})});
  }
  const Report merged = merger.finish("0");
  ASSERT_EQ(merged.findings.size(), 21U);
  EXPECT_EQ(merged.findings.front().spread->targets.size(), 80U) << "what most have comes first";
}

TEST(Merger, TellsWhatIsMissingAndLeavesOutWhatIsNotMeant) {
  const std::vector<Expected> expected{{.name = "a", .index = 0}, {.name = "b", .index = 1}};
  Merger merger{expected};
  const Report& healthy = report::samples::get("healthy");
  EXPECT_EQ(merger.add({.target = "c", .index = 2, .report = healthy}), Added::no_target);
  EXPECT_EQ(merger.add({.target = "b", .index = 1, .report = healthy}), Added::yes);
  EXPECT_EQ(merger.add({.target = "b", .index = 1, .report = healthy}), Added::known_already);
  const Report merged = merger.finish("0");
  EXPECT_EQ(merged.fleet->missing, std::vector<std::string>{"a"});
  EXPECT_EQ(merged.verdict, Verdict::undecided);
}

}  // namespace
}  // namespace doctor::fleet
