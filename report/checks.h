#pragma once
// The report as a list of tests, for formats that know only those: one per observation and one per
// finding. They agree with the exit code of `run`: some test fails exactly when the run does, but
// for `--fail-on never`. `explain` has an exit code of its own: errors that it explains fail here.

#include <string>
#include <vector>

#include "core/report.h"
#include "report/report.h"

namespace doctor::report {

struct Check {
  enum class Outcome { passed, failed, skipped };
  std::string group;  ///< a layer, `findings`, `run`, `targets` or `records`
  std::string name;   ///< a rule's or a probe's id
  Outcome outcome = Outcome::passed;
  std::string kind = {};                  ///< what a failure is: error, warning, fail, undecided
  std::string message = {};               ///< one line; why it failed or was skipped
  std::vector<std::string> details = {};  ///< lines
  double duration_ms = 0;
};

/// Findings first, what to act on in front, then the observations in their order, the targets of a
/// fleet, and the records that nothing explains. Errors fail, and warnings do where the style says
/// so; what is less is skipped, with its title as the reason. All texts are safe to print.
std::vector<Check> checks_of(const Report& report, const Style& style);

}  // namespace doctor::report
