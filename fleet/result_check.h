#pragma once
// Whether a result's report holds what a run writes. `bundle::read_report` is lenient, as what
// reads reports of all versions has to be; sums over thousands of targets are not.

#include <optional>
#include <string>

#include "core/document.h"

namespace doctor::fleet {

/// The first member that is missing, of a wrong kind, or of a value that no run comes to:
/// `run.duration_ms`, `findings[0].rule`. nullopt when there is none. Members that nobody knows
/// count for nothing.
std::optional<std::string> unusable_member(const Node& report);

}  // namespace doctor::fleet
