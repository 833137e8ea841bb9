// The Test Anything Protocol, version 13: a line per finding and per probe, and why in YAML.

#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "report/checks.h"
#include "report/report.h"

namespace doctor::report {
namespace {

using Outcome = Check::Outcome;

/// A JSON string is a YAML string as well.
std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// A number sign would begin a directive.
std::string described(const Check& check) {
  std::string out;
  for (const char c : fmt::format("{}: {}", check.group, check.name)) {
    out += c == '#' ? "%23" : std::string(1, c);
  }
  return out;
}

std::string details_of(const Check& check) {
  std::string out = fmt::format("  ---\n  message: {}\n  severity: {}\n  duration_ms: {:.1f}\n",
                                quoted(check.message),
                                quoted(check.kind),
                                check.duration_ms);
  out += check.details.empty() ? "" : "  details:\n";
  for (const std::string& line : check.details) {
    out += fmt::format("    - {}\n", quoted(line));
  }
  return out + "  ...\n";
}

}  // namespace

std::string render_tap(const Report& report, const Style& style) {
  const std::vector<Check> checks = checks_of(report, style);
  std::string out = fmt::format("TAP version 13\n1..{}\n", checks.size());
  for (std::size_t i = 0; i < checks.size(); ++i) {
    const Check& check = checks[i];
    const bool failed = check.outcome == Outcome::failed;
    out += fmt::format("{}ok {} - {}", failed ? "not " : "", i + 1, described(check));
    out += check.outcome == Outcome::skipped ? fmt::format(" # SKIP {}\n", check.message) : "\n";
    out += failed ? details_of(check) : "";
  }
  return out;
}

}  // namespace doctor::report
