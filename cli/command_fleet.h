#pragma once
// `run --targets FILE`: many targets, each result as a line of JSON as it comes, and one report of
// all.

#include "cli/fleet_options.h"
#include "cli/options.h"
#include "mock/mock.h"

namespace doctor::cli {

/// Returns the exit code of the merged report: 3 when some were not examined and no cause was
/// found.
int check_fleet(const RunOptions& options,
                const FleetOptions& fleet,
                const mock::Scenario* scenario);

}  // namespace doctor::cli
