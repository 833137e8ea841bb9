#pragma once
// What `run --watch` and `serve` share: options that make sense for many checks, and what a change
// sets off.

#include <optional>
#include <string>

#include "cli/health_loop.h"
#include "cli/options.h"
#include "mock/mock.h"

namespace doctor::cli {

/// Why these options are for one check only; nullopt: they are not.
std::optional<std::string> only_once(const RunOptions& options);

Rhythm rhythm_of(const RunOptions& options, std::chrono::milliseconds interval);

/// The report files; and at a change the user's command, whose failure is told and no more.
Result<void> keep_reports(const Seen& seen, const RunOptions& options);

/// `run --watch`: prints the first report and each that is a change. The exit code: that of the
/// steady state after --checks, 0 after a signal.
int watch_machine(const RunOptions& options, const mock::Scenario* scenario);

}  // namespace doctor::cli
