#pragma once
// From the command line to the exit code.

#include "cli/arguments.h"

namespace doctor::cli {

/// Never throws: whatever escapes a command becomes one line on standard error and exit code 70.
int program(const Words& words) noexcept;

}  // namespace doctor::cli
