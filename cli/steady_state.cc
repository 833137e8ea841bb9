#include "cli/steady_state.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace doctor::cli {

std::string state_of(const Report& report) {
  std::set<std::string> causes;
  for (const Finding& finding : report.findings) {
    if (finding.root_cause && finding.severity > Severity::info) {
      causes.insert(finding.rule);
    }
  }
  const std::string_view verdict = name_of(report.verdict);
  return causes.empty() ? std::string{verdict}
                        : fmt::format("{}: {}", verdict, fmt::join(causes, ", "));
}

bool SteadyState::see(const std::string& state) {
  last_.push_back(state);
  if (last_.size() > static_cast<std::size_t>(confirmation_.of)) {
    last_.pop_front();
  }
  const bool confirmed =
      current_.empty() || std::ranges::count(last_, state) >= confirmation_.needed;
  if (!confirmed || state == current_) {
    return false;
  }
  current_ = state;
  return true;
}

}  // namespace doctor::cli
