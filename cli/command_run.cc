#include <optional>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/run.h"
#include "cli/scenarios.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

int usage(const Error& error) {
  return complain(error.message, exit_usage);
}

/// The options the scenario's user gives come first, so that those on the command line win.
Result<RunOptions> with_scenario(const Arguments& arguments, const mock::Scenario& scenario) {
  const Result<Arguments> own = parse_arguments(run_options(), scenario.user.arguments);
  if (!own) {
    return failure(own.error().message);
  }
  const Result<RunOptions> base = read_run_options(*own, RunOptions{});
  if (!base) {
    return failure(base.error().message);
  }
  return read_run_options(arguments, *base);
}

std::string unexpected(const std::string& word) {
  constexpr std::size_t longest_echo = 60;
  const std::string echo = shown(word, longest_echo);
  return find_command(word) != nullptr
             ? fmt::format("'{}' has to come first: oneclaw-doctor {} …", echo, echo)
             : fmt::format("unexpected word '{}'; 'run' takes options only", echo);
}

int run_with(const RunOptions& options, const mock::Scenario* scenario) {
  if (options.dry_run) {
    const Result<std::string> requests = planned_requests(options, scenario);
    return requests ? print(*requests, exit_ok) : usage(requests.error());
  }
  const Result<Report> report = diagnose_machine(options, scenario);
  return report ? deliver(*report, options) : usage(report.error());
}

}  // namespace

int run_machine(const Arguments& arguments) {
  if (!arguments.words.empty()) {
    return complain(unexpected(arguments.words.front()), exit_usage);
  }
  const Result<RunOptions> options = read_run_options(arguments, RunOptions{});
  if (!options) {
    return usage(options.error());
  }
  if (!options->mock) {
    return run_with(*options, nullptr);
  }
  const Result<mock::Scenario> scenario = find_scenario(*options->mock);
  if (!scenario) {
    return usage(scenario.error());
  }
  const Result<RunOptions> merged = with_scenario(arguments, *scenario);
  return merged ? run_with(*merged, &*scenario) : usage(merged.error());
}

}  // namespace doctor::cli
