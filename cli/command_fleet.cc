#include "cli/command_fleet.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "api/hosts.h"
#include "cli/examined_machine.h"
#include "cli/fleet_progress.h"
#include "cli/fleet_run.h"
#include "cli/fleet_setup.h"
#include "cli/ignored.h"
#include "cli/output.h"
#include "cli/rules_file.h"
#include "cli/targets.h"
#include "cli/version.h"
#include "core/text.h"
#include "fleet/merge.h"
#include "fleet/result_file.h"
#include "fleet/target.h"

namespace doctor::cli {
namespace {

/// 1Claw's own hosts are asked at the documented pace, whoever is in a hurry.
std::optional<std::string> unpaced_official(const std::vector<fleet::Target>& targets,
                                            const RunOptions& options) {
  constexpr std::size_t longest_echo = 80;
  for (const fleet::Target& target : targets) {
    const Demand demand = demand_of(target, options);
    for (const std::string& host : {demand.api, demand.mcp}) {
      if (api::is_official(host)) {
        return fmt::format(
            "--no-pace: target '{}' is on 1Claw's own {}, whose limits hold; it is "
            "for servers of your own",
            shown(target.name, longest_echo),
            host);
      }
    }
  }
  return std::nullopt;
}

/// Where results go as they come, and what they come to.
struct Gathered {
  fleet::Merger merger;
  std::optional<fleet::ResultFile> file = std::nullopt;
  ExitCode failed = exit_usage;  ///< the exit code when it cannot go on
};

/// What an earlier run of this shard has finished is taken over; what is known of is set aside
/// there, too.
Result<fleet::ResultFile> resumed(const RunOptions& options,
                                  const std::string& path,
                                  const mock::Scenario* scenario,
                                  fleet::Merger& merger) {
  const Result<rules::Table> table = load_rules_file(options.rules_file);
  if (!table) {
    return failure(table.error().message);
  }
  const Result<KnownCauses> known =
      read_known_causes(options, *table, *machine_of(scenario), std::chrono::system_clock::now());
  if (!known) {
    return failure(known.error().message);
  }
  Result<fleet::ResultFile> file =
      fleet::ResultFile::resume(path, [&](fleet::Result result) -> Result<void> {
        fleet::name_in_report(result.target, result.report);
        set_aside(*known, result.report);
        (void)merger.add(result);
        return {};
      });
  return file ? std::move(file) : failure("--resume: " + file.error().message);
}

Result<void> open_results(const RunOptions& options,
                          const FleetOptions& fleet,
                          const mock::Scenario* scenario,
                          Gathered& out) {
  if (fleet.results.empty()) {
    return {};
  }
  if (fleet.results == "-") {
    out.file.emplace(fleet::ResultFile::onto(STDOUT_FILENO));
    return {};
  }
  std::error_code absent;
  if (std::filesystem::equivalent(fleet.results, fleet.targets, absent)) {
    return failure(fmt::format("--{}: '{}' is the file with the targets",
                               fleet.resume ? "resume" : "results",
                               shown(fleet.results, 200)));
  }
  if (fleet.resume) {
    Result<fleet::ResultFile> file = resumed(options, fleet.results, scenario, out.merger);
    if (!file) {
      return failure(file.error().message);
    }
    out.file.emplace(std::move(*file));
    return {};
  }
  Result<fleet::ResultFile> file = fleet::ResultFile::create(fleet.results);
  if (!file) {
    return failure("--results: " + file.error().message);
  }
  out.file.emplace(std::move(*file));
  return {};
}

/// The targets of this run that have no result yet.
std::vector<FleetTask> tasks_of(const std::vector<fleet::Target>& targets,
                                const FleetOptions& fleet,
                                const fleet::Merger& merger) {
  std::vector<FleetTask> out;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (fleet.shard.holds(i) && !merger.has(targets[i].name)) {
      out.push_back({.index = i, .target = &targets[i]});
    }
  }
  return out;
}

Result<FleetEnd> examine(const RunOptions& options,
                         const FleetOptions& fleet,
                         const mock::Scenario* scenario,
                         const std::vector<FleetTask>& tasks,
                         Gathered& gathered) {
  std::size_t problems = 0;
  FleetProgress progress{options.quiet};
  return run_fleet(options,
                   fleet,
                   scenario,
                   tasks,
                   {.on_result = [&](const fleet::Result& result) -> Result<void> {
                      problems += exit_code(result.report, options.fail_on) == exit_found ? 1U : 0U;
                      (void)gathered.merger.add(result);
                      Result<void> written =
                          gathered.file ? gathered.file->write(result) : Result<void>{};
                      if (!written && fleet.results == "-") {
                        gathered.failed = exit_internal;
                      }
                      return written;
                    },
                    .on_progress =
                        [&](const FleetState& state) {
                          progress.show(state, problems);
                        }});
}

/// Standard output has either the results or the report.
int tell(const Report& report, const RunOptions& options, const FleetOptions& fleet) {
  if (fleet.results != "-") {
    return deliver(report, options);
  }
  const Result<void> written = write_reports(report, options);
  return written ? exit_code(report, options.fail_on)
                 : complain(written.error().message, exit_usage);
}

}  // namespace

int check_fleet(const RunOptions& options,
                const FleetOptions& fleet,
                const mock::Scenario* scenario) {
  const Result<std::vector<fleet::Target>> targets = load_targets(fleet.targets);
  if (!targets) {
    return complain(targets.error().message, exit_usage);
  }
  if (fleet.no_pace && scenario == nullptr) {
    if (const auto why = unpaced_official(*targets, options)) {
      return complain(*why, exit_usage);
    }
  }
  Gathered gathered{.merger = fleet::Merger{expected_of(*targets, fleet.shard)}};
  if (const Result<void> opened = open_results(options, fleet, scenario, gathered); !opened) {
    return complain(opened.error().message, exit_usage);
  }
  const std::vector<FleetTask> tasks = tasks_of(*targets, fleet, gathered.merger);
  const Result<FleetEnd> end = examine(options, fleet, scenario, tasks, gathered);
  if (!end) {
    return complain(end.error().message, gathered.failed);
  }
  if (end->interrupted) {
    (void)complain(fmt::format("ended early: {} of {} targets were examined, {} were not",
                               end->done,
                               tasks.size(),
                               tasks.size() - end->done),
                   exit_ok);
  }
  return tell(gathered.merger.finish(tool_version()), options, fleet);
}

}  // namespace doctor::cli
