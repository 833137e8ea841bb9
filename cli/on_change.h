#pragma once
// --on-change: the user's command, told of a change by its environment and its standard input.

#include <chrono>
#include <string>

#include "core/report.h"
#include "core/result.h"

namespace doctor::cli {

/// Runs `command` by /bin/sh and waits for it, at most for `longest`, after which it and what it
/// started are killed. Its standard input is the JSON report, its output goes to standard error. In
/// its environment: ONECLAW_DOCTOR_STATE, …_STATE_BEFORE, …_VERDICT, …_ROOT_CAUSE (a rule's id, or
/// empty). No text of a server is among them. Error: it could not be started, failed or was killed.
Result<void> run_on_change(const std::string& command,
                           const Report& report,
                           const std::string& state_before,
                           std::chrono::milliseconds longest);

}  // namespace doctor::cli
