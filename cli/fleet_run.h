#pragma once
// Many targets examined side by side on one poll loop. Each has its own set-up, credentials, budget
// and deadline; its report is handed on, and all of it forgotten, as soon as it is complete.

#include <chrono>
#include <cstddef>
#include <functional>
#include <span>

#include "cli/fleet_options.h"
#include "cli/options.h"
#include "core/result.h"
#include "fleet/target.h"
#include "mock/mock.h"

namespace doctor::cli {

/// One target to examine. It outlives the run.
struct FleetTask {
  std::size_t index = 0;  ///< its place in the targets file, for its result
  const fleet::Target* target = nullptr;
};

/// How far a fleet is.
struct FleetState {
  std::size_t done = 0;
  std::size_t total = 0;
  std::size_t sign_ins = 0;  ///< of the targets that wait for one host, the longest such line
  /// How long the limit on sign-ins makes that line last at least; 0: it does not bind.
  std::chrono::seconds sign_in_time{0};
};

struct FleetWatchers {
  /// Each result as it comes, in no order. An error ends the fleet.
  std::function<Result<void>(fleet::Result)> on_result;
  std::function<void(const FleetState&)> on_progress = nullptr;  ///< several times a second
};

struct FleetEnd {
  std::size_t done = 0;  ///< results that were handed on; the other tasks were not examined
  bool interrupted = false;
};

/// `options` says how each is examined. With a scenario all hosts are its
/// mock's, and credentials are read on its user's machine. A signal ends the run: what is under way
/// then counts as not examined. Error (exit 2): a file or option that cannot be used, or what
/// `on_result` gave.
Result<FleetEnd> run_fleet(const RunOptions& options,
                           const FleetOptions& fleet,
                           const mock::Scenario* scenario,
                           std::span<const FleetTask> tasks,
                           const FleetWatchers& watchers);

}  // namespace doctor::cli
