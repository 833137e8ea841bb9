#pragma once
// The options of `run` that examine many targets.

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "cli/arguments.h"
#include "cli/options.h"
#include "core/result.h"
#include "fleet/shard.h"

namespace doctor::cli {

struct FleetOptions {
  std::string targets = {};      ///< file with the targets; empty: this machine is examined
  std::size_t concurrency = 32;  ///< targets under way at once
  std::size_t per_host = 0;      ///< … of one host; 0: no fewer than that
  fleet::Shard shard = {};       ///< these of the targets
  std::string results = {};      ///< file that gets a line per result; `-`: standard output
  bool resume = false;           ///< … and has some already, whose targets are not run again
  bool no_pace = false;          ///< does not keep to 1Claw's limits per address

  std::size_t most_per_host() const { return per_host > 0 ? per_host : concurrency; }
};

/// Those of `run`: the ones of a single run, and these.
std::span<const Option> run_command_options();

/// Error: a value, or one that makes no sense without `--targets` or beside another.
Result<FleetOptions> read_fleet_options(const Arguments& given, const RunOptions& run);

}  // namespace doctor::cli
