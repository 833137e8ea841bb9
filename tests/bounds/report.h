#pragma once
// What a run left behind, and the bounds every run keeps.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "tests/cli/binary.h"

namespace doctor::bounds {

struct Ran {
  cli::testing::Outcome outcome;
  std::string terminal;
  std::vector<std::string> problems = {};  ///< of the JSON report against its schema
  std::string verdict = {};
  bool complete = true;
  std::chrono::milliseconds duration{0};  ///< by the program's own clock
  std::optional<std::string> root = {};   ///< first finding that is an error or a warning
  std::string error = {};                 ///< first finding that is an error; empty: none
  std::vector<std::string> rules = {};    ///< of all findings
  std::vector<std::string> open = {};     ///< observations without an outcome

  bool names(const std::string& rule_or_row) const;
};

/// Reads the JSON report on standard output.
Ran judged(cli::testing::Outcome outcome, std::string terminal);

/// Time, memory, exit code, a whole report that suits its schema, nothing but plain text for
/// people, and never `healthy` while a question stayed open.
void expect_bounds(const Ran& run, std::chrono::milliseconds deadline);

}  // namespace doctor::bounds
