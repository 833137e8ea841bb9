#include "cli/command_fleet.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "api/hosts.h"
#include "cli/fleet_files.h"
#include "cli/fleet_progress.h"
#include "cli/fleet_run.h"
#include "cli/fleet_setup.h"
#include "cli/output.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

/// 1Claw's own hosts are asked at the documented pace, whoever is in a hurry.
std::optional<std::string> unpaced_official(const std::vector<FleetTask>& tasks,
                                            const RunOptions& options) {
  constexpr std::size_t longest_echo = 80;
  for (const FleetTask& task : tasks) {
    const Demand demand = demand_of(*task.target, options);
    for (const std::string& host : {demand.api, demand.mcp}) {
      if (api::is_official(host)) {
        return fmt::format(
            "--no-pace: target '{}' is on 1Claw's own {}, whose limits hold; it is "
            "for servers of your own",
            shown(task.target->name, longest_echo),
            host);
      }
    }
  }
  return std::nullopt;
}

/// The exit codes of the targets, as one.
class Worst {
 public:
  void add(int code) {
    found_ = found_ || code == exit_found;
    undecided_ = undecided_ || code == exit_undecided;
  }
  int code(bool all_examined) const {
    return found_ ? exit_found : undecided_ || !all_examined ? exit_undecided : exit_ok;
  }

 private:
  bool found_ = false;
  bool undecided_ = false;
};

}  // namespace

int check_fleet(const RunOptions& options,
                const FleetOptions& fleet,
                const mock::Scenario* scenario) {
  const Result<std::vector<fleet::Target>> targets = read_fleet_targets(fleet.targets);
  if (!targets) {
    return complain(targets.error().message, exit_usage);
  }
  std::vector<FleetTask> tasks;
  for (std::size_t i = 0; i < targets->size(); ++i) {
    tasks.push_back({.index = i, .target = &(*targets)[i]});
  }
  if (fleet.no_pace && scenario == nullptr) {
    if (const auto why = unpaced_official(tasks, options)) {
      return complain(*why, exit_usage);
    }
  }
  Worst worst;
  std::size_t problems = 0;
  std::optional<FleetProgress> progress{options.quiet};
  const Result<FleetEnd> end = run_fleet(options,
                                         fleet,
                                         scenario,
                                         tasks,
                                         {.on_result =
                                              [&](const fleet::Result& result) {
                                                const int code =
                                                    exit_code(result.report, options.fail_on);
                                                worst.add(code);
                                                problems += code == exit_found ? 1 : 0;
                                                return write_output(fleet_line(result) + '\n');
                                              },
                                          .on_progress =
                                              [&](const FleetState& state) {
                                                progress->show(state, problems);
                                              }});
  progress.reset();
  if (!end) {
    return complain(end.error().message, exit_usage);
  }
  const int code = worst.code(!end->interrupted);
  return end->interrupted
             ? complain(fmt::format("ended early: {} of {} targets were examined, {} were not",
                                    end->done,
                                    tasks.size(),
                                    tasks.size() - end->done),
                        static_cast<ExitCode>(code))
             : code;
}

}  // namespace doctor::cli
