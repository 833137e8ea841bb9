#include <fmt/format.h>

#include "cli/command_fleet.h"
#include "cli/commands.h"
#include "cli/fleet_options.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/prepare.h"
#include "cli/run.h"
#include "cli/watch.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

int usage(const Error& error) {
  return complain(error.message, exit_usage);
}

std::string unexpected(const std::string& word) {
  constexpr std::size_t longest_echo = 60;
  const std::string echo = shown(word, longest_echo);
  return find_command(word) != nullptr
             ? fmt::format("'{}' has to come first: oneclaw-doctor {} …", echo, echo)
             : fmt::format("unexpected word '{}'; 'run' takes options only", echo);
}

int run_with(const RunOptions& options, const FleetOptions& fleet, const mock::Scenario* scenario) {
  if (!fleet.targets.empty()) {
    return check_fleet(options, fleet, scenario);
  }
  if (options.dry_run && !options.watch) {
    const Result<std::string> requests = planned_requests(options, scenario);
    return requests ? print(*requests, exit_ok) : usage(requests.error());
  }
  if (options.watch) {
    return watch_machine(options, scenario);
  }
  const Result<Report> report = diagnose_machine(options, scenario);
  return report ? deliver(*report, options) : usage(report.error());
}

}  // namespace

int run_machine(const Arguments& arguments) {
  if (!arguments.words.empty()) {
    return complain(unexpected(arguments.words.front()), exit_usage);
  }
  for (const char* const name : {"confirm", "on-change", "checks"}) {
    if (arguments.find(name) != nullptr && arguments.find("watch") == nullptr) {
      return complain(fmt::format("--{}: there is nothing to repeat; it goes with --watch", name),
                      exit_usage);
    }
  }
  const Result<Prepared> prepared = prepare_run(arguments);
  if (!prepared) {
    return usage(prepared.error());
  }
  const Result<FleetOptions> fleet = read_fleet_options(arguments, prepared->options);
  return fleet ? run_with(prepared->options, *fleet, prepared->mocked()) : usage(fleet.error());
}

}  // namespace doctor::cli
