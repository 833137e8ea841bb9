// One line as monitoring plugins write it: state, cause, and numbers behind a bar.

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "report/measures.h"
#include "report/report.h"
#include "report/words.h"

namespace doctor::report {
namespace {

struct State {
  int code;
  std::string_view word;
};

State state_of(Verdict verdict) {
  constexpr std::array<State, 4> states{
      {{0, "OK"}, {1, "WARNING"}, {2, "CRITICAL"}, {3, "UNKNOWN"}}};
  return states.at(static_cast<std::size_t>(verdict));
}

/// `'label'=value[unit];warn;crit;min;max`
std::string performance(const Report& report) {
  const Measures measures = measures_of(report);
  const Summary& summary = report.summary;
  std::string out = fmt::format("time={:.3f}s;;;0 errors={};;0;0 warnings={};0;;0 requests={};;;0",
                                report.duration_ms / 1000,
                                summary.errors,
                                summary.warnings,
                                report.requests.sent);
  if (report.fleet) {
    const auto unwell = unwell_in(*report.fleet).size();
    out += fmt::format(" targets={};;;0 unwell={};;;0 missing={};;;0",
                       report.fleet->targets.size() + report.fleet->missing.size(),
                       unwell,
                       report.fleet->missing.size());
  }
  if (measures.quota_used) {
    out += fmt::format(" quota_used={:.0f};;;0", *measures.quota_used);
    out += measures.quota_limit ? fmt::format(";{:.0f}", *measures.quota_limit) : "";
  }
  if (measures.clock_offset) {
    out += fmt::format(" clock_offset={:.3f}s", *measures.clock_offset);
  }
  if (measures.certificate_ends_at && measures.run_at) {
    out +=
        fmt::format(" certificate_left={:.0f}s", *measures.certificate_ends_at - *measures.run_at);
  }
  if (measures.token_ends_at && measures.run_at) {
    out += fmt::format(" token_left={:.0f}s", *measures.token_ends_at - *measures.run_at);
  }
  return out;
}

}  // namespace

int nagios_exit_code(const Report& report) {
  return state_of(report.verdict).code;
}

std::string render_nagios(const Report& report, const Style&) {
  std::string text = headline(report);
  if (const Finding* const first = to_act_on(report)) {
    text += fmt::format(" [{}]", first->rule);
  }
  if (report.fleet) {
    text += "; " + fleet_line(*report.fleet);
  }
  if (const std::string problems = problems_of(report); !problems.empty()) {
    text += "; " + problems;
  }
  text = plain(text);
  std::ranges::replace(text, '|', '/');  // a bar begins the numbers
  return fmt::format(
      "ONECLAW {} - {} | {}\n", state_of(report.verdict).word, text, performance(report));
}

}  // namespace doctor::report
