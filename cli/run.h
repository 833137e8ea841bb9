#pragma once
// One run against the machine's set-up, or against a scenario's.

#include <string>

#include "cli/options.h"
#include "core/report.h"
#include "core/result.h"
#include "mock/mock.h"
#include "net/known.h"

namespace doctor::cli {

/// Discovers, probes and judges. `scenario` is null for the machine's own set-up; otherwise its
/// mock is served for the length of the run. An interrupt ends the run early (`complete` false).
/// Error (exit 2): a file or an option that cannot be used.
/// `known` learns every credential of the run; null: nobody needs to know.
Result<Report> diagnose_machine(const RunOptions& options,
                                const mock::Scenario* scenario,
                                net::KnownSecrets* known = nullptr);

/// Every request the run would send, one per line; sends none.
Result<std::string> planned_requests(const RunOptions& options, const mock::Scenario* scenario);

}  // namespace doctor::cli
