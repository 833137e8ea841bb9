#include "tests/bounds/report.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <utility>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/bounds/schema.h"

namespace doctor::bounds {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr std::chrono::milliseconds grace{250};  // the contract's, beyond the deadline
/// Outside of the program's own clock: loading it, reading its options and a scenario, and what the
/// system does when it ends. Generous: a busy machine starts programs slowly.
constexpr std::chrono::milliseconds around{ONECLAW_SANITIZED ? 3000 : 600};
constexpr long most_kib = 100L << 10U;

/// Control characters other than the line break: a terminal would obey them.
bool is_plain(const std::string& text) {
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n') || byte == 0x7F;
  });
}

}  // namespace

bool Ran::names(const std::string& rule_or_row) const {
  return std::ranges::any_of(rules, [&](const std::string& rule) {
    return rule == rule_or_row || rule.starts_with(rule_or_row + "/");
  });
}

Ran judged(cli::testing::Outcome outcome, std::string terminal) {
  Ran run{.outcome = std::move(outcome), .terminal = std::move(terminal)};
  const json report = json::parse(run.outcome.output, nullptr, false);
  if (report.is_discarded()) {
    run.problems = {"this is not JSON: " + run.outcome.output.substr(0, 200)};
    return run;
  }
  std::ifstream schema{SCHEMA_FILE};
  run.problems = violations(json::parse(schema), report);
  if (!run.problems.empty()) {
    return run;
  }
  run.verdict = report.at("verdict").get<std::string>();
  run.complete = report.at("run").at("complete").get<bool>();
  run.duration = std::chrono::milliseconds{
      static_cast<std::int64_t>(report.at("run").at("duration_ms").get<double>())};
  for (const json& finding : report.at("findings")) {
    const auto rule = finding.at("rule").get<std::string>();
    const auto severity = finding.at("severity").get<std::string>();
    run.rules.push_back(rule);
    if (!run.root && severity != "info") {
      run.root = rule;
    }
    if (run.error.empty() && severity == "error") {
      run.error = rule;
    }
  }
  for (const json& observation : report.at("observations")) {
    const auto status = observation.at("status").get<std::string>();
    if (status == "timeout" || status == "unknown") {
      run.open.push_back(observation.at("id").get<std::string>());
    }
  }
  return run;
}

void expect_bounds(const Ran& run, std::chrono::milliseconds deadline) {
  ASSERT_EQ(run.problems, std::vector<std::string>{}) << run.outcome.errors;
  // A loaded machine is not the program's fault: what it waited for a processor is let off.
  const auto waited = run.outcome.waited;
  EXPECT_LE(run.duration, deadline + grace + waited);
  EXPECT_LE(run.outcome.wall, run.duration + around + waited);
  if (!ONECLAW_SANITIZED) {  // a sanitizer's shadow memory and quarantine are not the program's
    EXPECT_LT(run.outcome.peak_kib, most_kib);
  }
  const int demanded = !run.error.empty() ? 1 : run.verdict == "undecided" ? 3 : 0;
  EXPECT_EQ(run.outcome.exit, demanded);
  EXPECT_EQ(run.outcome.errors, "");
  EXPECT_TRUE(is_plain(run.terminal)) << run.terminal;
  EXPECT_LT(run.outcome.output.size(), std::size_t{1} << 20U);
  if (run.verdict == "healthy") {
    EXPECT_EQ(run.open, std::vector<std::string>{}) << "healthy, and yet these stayed open";
  }
}

}  // namespace doctor::bounds
