#pragma once
// The two lengths of the Markdown report.

#include <string>

#include "core/report.h"

namespace doctor::report {

/// At most twelve lines of at most 80 columns, for chat: the cause, one proof, one fix.
std::string short_markdown(const Report& report);

}  // namespace doctor::report
