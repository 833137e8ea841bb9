#include "report/checks.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/text.h"
#include "report/words.h"

namespace doctor::report {
namespace {

using Outcome = Check::Outcome;

std::string name_of_finding(const Finding& finding) {
  if (finding.spread) {  // of one rule, several may stand there
    return plain(fmt::format("{} ({})", finding.rule, finding.title));
  }
  const bool grouped = finding.met && !finding.met->group.empty();
  return plain(grouped ? fmt::format("{} ({})", finding.rule, finding.met->group) : finding.rule);
}

/// In a comparison only what got worse fails.
bool fails(const Finding& finding, const Style& style) {
  const Severity threshold = style.warnings_fail ? Severity::warning : Severity::error;
  const bool counts =
      finding.change.empty() || finding.change == "new" || finding.change == "worse";
  return counts && finding.severity >= threshold;
}

Check check_of(const Report& report, const Finding& finding, const Style& style) {
  const Finding* const root = root_of(report, finding);
  const std::string after = root == nullptr ? "" : fmt::format("follows from {}: ", root->rule);
  return {.group = "findings",
          .name = name_of_finding(finding),
          .outcome = fails(finding, style) ? Outcome::failed : Outcome::skipped,
          .kind = std::string{mark_of(finding.severity).word},
          .message = plain(fmt::format("{} {}{}", heading(finding), after, title_of(finding))),
          .details = told(report, finding)};
}

/// Without it an undecided run would look as good as a healthy one.
Check undecided_check(const Report& report) {
  Check out{.group = "run",
            .name = "decided",
            .outcome = Outcome::failed,
            .kind = "undecided",
            .message = plain(headline(report))};
  out.details.push_back(plain(fmt::format("decided by: the outcome of {}", open_checks(report))));
  const FixStep step = undecided_step(report);
  if (!step.text.empty()) {
    out.details.push_back(fmt::format("do: {}", step.text));
    out.details.push_back(fmt::format("  $ {}", command_line(step.command)));
  }
  return out;
}

/// The rules of the failing findings that rest on it.
std::string blamed_by(const Report& report, const Observation& seen, const Style& style) {
  std::vector<std::string> rules;
  for (const Finding& finding : report.findings) {
    if (fails(finding, style) && std::ranges::count(finding.evidence, seen.id) > 0) {
      rules.push_back(finding.rule);
    }
  }
  return join(rules, ", ");
}

Check check_of(const Report& report, const Observation& seen, const Style& style) {
  Check out{.group = plain(seen.layer), .name = plain(seen.id), .duration_ms = seen.duration_ms};
  if (seen.status == Status::fail) {
    const std::string rules = blamed_by(report, seen, style);
    out.outcome = rules.empty() ? Outcome::skipped : Outcome::failed;
    out.kind = "fail";
    out.message = rules.empty() ? "no finding that counts as a failure rests on it"
                                : plain(fmt::format("see {}", rules));
  } else if (seen.status == Status::skip || is_open(seen)) {
    out.outcome = Outcome::skipped;
    out.message = plain(seen.reason.empty() ? mark_of(seen.status).word : seen.reason);
    if (!seen.blocked_by.empty()) {
      out.message += plain(fmt::format(" ({})", seen.blocked_by));
    }
  }
  return out;
}

Check check_of(const Suppressed& one) {
  return {.group = "findings",
          .name = name_of_finding(one.finding),
          .outcome = Outcome::skipped,
          .message = plain(fmt::format("{} ({})", title_of(one.finding), why_suppressed(one)))};
}

/// Records that `explain` could not explain: they decide its exit code.
Check check_of(const Records::Unknown& seen) {
  return {.group = "records",
          .name = fmt::format("line {}", seen.line),
          .outcome = Outcome::failed,
          .kind = "unknown",
          .message = plain(fmt::format("no rule explains {}", plural(seen.count, "such record"))),
          .details = {plain(seen.sample)}};
}

Check check_of(const FleetTarget& target, const Style& style) {
  const bool undecided = target.verdict == Verdict::undecided;
  const bool failed = target.summary.errors > 0 || undecided ||
                      (style.warnings_fail && target.summary.warnings > 0);
  Check out{.group = "targets",
            .name = plain(target.name),
            .outcome = failed ? Outcome::failed : Outcome::passed,
            .kind = undecided ? "undecided" : "fail",
            .duration_ms = target.duration_ms};
  if (failed) {
    out.message = target.root_cause.empty() ? std::string{name_of(target.verdict)}
                                            : plain(fmt::format("see {}", target.root_cause));
  }
  return out;
}

/// A test for each target, and for each that has no result.
void add_fleet(const Fleet& fleet, const Style& style, std::vector<Check>& out) {
  for (const FleetTarget& target : fleet.targets) {
    out.push_back(check_of(target, style));
  }
  for (const std::string& name : fleet.missing) {
    out.push_back({.group = "targets",
                   .name = plain(name),
                   .outcome = Outcome::failed,
                   .kind = "missing",
                   .message = "there is no result of this target"});
  }
}

}  // namespace

std::vector<Check> checks_of(const Report& report, const Style& style) {
  std::vector<Check> out;
  for (const Finding& finding : report.findings) {
    out.push_back(check_of(report, finding, style));
  }
  for (const Suppressed& one : report.suppressed) {
    out.push_back(check_of(one));
  }
  if (report.verdict == Verdict::undecided) {
    out.push_back(undecided_check(report));
  }
  for (const Observation& seen : report.observations) {
    out.push_back(check_of(report, seen, style));
  }
  if (report.fleet) {
    add_fleet(*report.fleet, style, out);
  }
  if (report.records) {
    for (const Records::Unknown& seen : report.records->unknown) {
      out.push_back(check_of(seen));
    }
  }
  return out;
}

}  // namespace doctor::report
