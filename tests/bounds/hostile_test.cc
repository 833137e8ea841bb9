// Hostile servers through the program: whatever strikes, and wherever, the run ends within its
// deadline and its memory, with a whole report, an exit code of the contract and a truthful
// diagnosis.

#include <algorithm>
#include <cctype>
#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/bounds/cases.h"
#include "tests/bounds/report.h"
#include "tests/cli/binary.h"

namespace doctor::bounds {
namespace {

using namespace std::chrono_literals;

struct Times {
  std::chrono::milliseconds timeout;
  std::chrono::milliseconds deadline;
};

Ran play(const Case& one, const Times& times) {
  const cli::testing::Folder folder;
  const std::string file = (folder.path() / "hostile.json").string();
  std::ofstream{file} << one.scenario;
  return judged(cli::testing::run_binary({.args = {"run",
                                                   "--mock=" + file,
                                                   "--format",
                                                   "json",
                                                   "-v",
                                                   "--report",
                                                   "terminal=terminal.txt",
                                                   "--timeout",
                                                   std::to_string(times.timeout.count()) + "ms",
                                                   "--deadline",
                                                   std::to_string(times.deadline.count()) + "ms"}},
                                         folder),
                cli::testing::read_file(folder.path() / "terminal.txt"));
}

class Hostile : public testing::TestWithParam<Case> {};

/// Each request has its time limit: the run comes to its end, and says what is wrong.
TEST_P(Hostile, IsSurvivedAndNamed) {
  // What ends by itself gets all the time it may need on a loaded machine.
  const Times times = GetParam().endures ? Times{.timeout = 1s, .deadline = 20s}
                                         : Times{.timeout = 20s, .deadline = 20s};
  const Ran run = play(GetParam(), times);
  expect_bounds(run, times.deadline);
  EXPECT_EQ(run.root, GetParam().root) << run.terminal;
  for (const std::string& rule : GetParam().absent) {
    EXPECT_FALSE(run.names(rule)) << rule << "\n" << run.terminal;
  }
}

class Enduring : public testing::TestWithParam<Case> {};

/// The deadline comes first. Nothing may be claimed then that the whole run would not have said.
TEST_P(Enduring, IsLeftAtTheDeadline) {
  const Times times{.timeout = 20s, .deadline = 700ms};
  const Ran run = play(GetParam(), times);
  expect_bounds(run, times.deadline);
  EXPECT_FALSE(run.complete);
  EXPECT_EQ(run.verdict, run.error.empty() ? "undecided" : "unhealthy") << run.terminal;
  if (!run.error.empty()) {
    EXPECT_EQ(run.error, GetParam().root) << run.terminal;
  }
}

std::string test_name(const testing::TestParamInfo<Case>& one) {
  std::string name = one.param.name;
  std::ranges::replace_if(
      name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

std::vector<Case> enduring_cases() {
  std::vector<Case> cases = read_cases();
  std::erase_if(cases, [](const Case& one) { return !one.endures; });
  return cases;
}

INSTANTIATE_TEST_SUITE_P(All, Hostile, testing::ValuesIn(read_cases()), test_name);
INSTANTIATE_TEST_SUITE_P(All, Enduring, testing::ValuesIn(enduring_cases()), test_name);

}  // namespace
}  // namespace doctor::bounds
