// Inputs of every kind, each with the row that explains it. `row` is null for what is no problem,
// and "unknown" for what is none of 1Claw's or cannot be explained.

#include <filesystem>
#include <fstream>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "rules/condition.h"
#include "tests/intake/explained.h"

namespace doctor::intake {
namespace {

using Json = nlohmann::json;

struct Sample {
  std::string name;
  Kind kind = Kind::automatic;
  std::string text;
  std::string row;  ///< empty: no problem
};

void PrintTo(const Sample& sample, std::ostream* out) {
  *out << sample.name;
}

std::vector<Sample> corpus() {
  std::vector<Sample> out;
  for (const auto& file : std::filesystem::directory_iterator(CORPUS)) {
    std::ifstream in{file.path()};
    const std::string kind = file.path().stem().string();
    for (const Json& item : Json::parse(in)) {
      out.push_back(
          {.name = kind + "_" + item.at("name").get<std::string>(),
           .kind = kind_named(kind).value_or(Kind::automatic),
           .text = item.at("text").get<std::string>(),
           .row = item.at("row").is_null() ? std::string{} : item.at("row").get<std::string>()});
    }
  }
  std::ranges::sort(out, {}, &Sample::name);
  return out;
}

std::string account_of(const Report& report) {
  const Records& records = *report.records;
  std::string out = records.input + ": read " + std::to_string(records.read) + ", matched " +
                    std::to_string(records.matched) + ", unmatched " +
                    std::to_string(records.unmatched) + ", passed " +
                    std::to_string(records.passed) + ";";
  for (const Finding& finding : report.findings) {
    out += " " + finding.rule;
  }
  return out;
}

class Corpus : public testing::TestWithParam<Sample> {};

TEST_P(Corpus, IsExplainedByItsRow) {
  const Sample& sample = GetParam();
  for (const Kind kind : {Kind::automatic, sample.kind}) {
    const Report report = explained(sample.text, kind);
    const Records& records = *report.records;
    if (sample.row.empty()) {
      EXPECT_TRUE(records.matched == 0 && records.unmatched == 0 && records.read > 0)
          << account_of(report) << "\n"
          << sample.text;
    } else if (sample.row == "unknown") {
      EXPECT_TRUE(records.matched == 0 && records.unmatched > 0) << account_of(report) << "\n"
                                                                 << sample.text;
    } else {
      ASSERT_FALSE(report.findings.empty()) << account_of(report) << "\n" << sample.text;
      EXPECT_EQ(report.findings.front().row, sample.row) << account_of(report) << "\n"
                                                         << sample.text;
      EXPECT_EQ(records.unmatched, 0) << account_of(report) << "\n" << sample.text;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, Corpus, testing::ValuesIn(corpus()), [](const auto& one) {
  return one.param.name;
});

TEST(CorpusItself, IsLargeAndHasNearMisses) {
  const std::vector<Sample> samples = corpus();
  EXPECT_GE(samples.size(), 300U);
  EXPECT_GE(std::ranges::count_if(
                samples,
                [](const Sample& sample) { return sample.row.empty() || sample.row == "unknown"; }),
            60);
}

/// What a scenario is for other rules, the corpus is for those that need a foreign record.
TEST(CorpusItself, MakesEveryRuleForRecordsHold) {
  std::set<std::string> met;
  for (const Sample& sample : corpus()) {
    for (const Finding& finding : explained(sample.text, sample.kind).findings) {
      met.insert(finding.rule);
    }
  }
  for (const rules::Rule& rule : rules::built_in_table().rules) {
    const std::vector<std::string> facts = rules::facts_of(rule.when);
    if (std::ranges::find(facts, "seen.input") != facts.end()) {
      EXPECT_TRUE(met.contains(rule.id)) << rule.id << " holds for no input of the corpus";
    }
  }
}

}  // namespace
}  // namespace doctor::intake
