#include "bundle/run_story.h"

#include <fmt/format.h>

#include "core/text.h"

namespace doctor::bundle {
namespace {

std::string line_of(const Observation& seen) {
  std::string out = fmt::format(
      "{:<8} {}: {}, {:.1f} ms", seen.layer, seen.id, name_of(seen.status), seen.duration_ms);
  out += seen.blocked_by.empty() ? "" : fmt::format(", blocked by {}", seen.blocked_by);
  out += seen.reason.empty() ? "" : fmt::format(", {}", seen.reason);
  return out + "\n";
}

}  // namespace

std::string log_of(const Report& report) {
  std::string out = fmt::format("run {} of oneclaw-doctor {} (rules {}), {}, began {}\n",
                                report.run_id,
                                report.tool_version,
                                report.rules_version,
                                name_of(report.mode),
                                report.started_at);
  for (const TargetValue& value : report.target) {
    out += fmt::format("set-up   {}: {}, from {}\n", value.name, value.value, value.source);
  }
  for (const Observation& seen : report.observations) {
    out += line_of(seen);
  }
  for (const Finding& finding : report.findings) {
    out += fmt::format("finding  {}: {}, {}, from {}\n",
                       finding.rule,
                       name_of(finding.severity),
                       name_of(finding.certainty),
                       join(finding.evidence, ", "));
  }
  return out + fmt::format(
                   "end      {}{}, {:.1f} ms, {} requests sent, {} of at most {} with a "
                   "credential\n",
                   name_of(report.verdict),
                   report.complete ? "" : " (ended early)",
                   report.duration_ms,
                   report.requests.sent,
                   report.requests.authenticated,
                   report.requests.budget);
}

}  // namespace doctor::bundle
