#include "cli/prepare.h"

#include "cli/scenarios.h"

namespace doctor::cli {
namespace {

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

}  // namespace

Result<Prepared> prepare_run(const Arguments& arguments) {
  Result<RunOptions> options = read_run_options(arguments, RunOptions{});
  if (!options) {
    return failure(options.error().message);
  }
  if (!options->mock && !options->mock_record.empty()) {
    return failure("--mock-record: there is no mock to record; it goes with --mock");
  }
  if (!options->mock) {
    return Prepared{.options = std::move(*options)};
  }
  Result<mock::Scenario> scenario = find_scenario(*options->mock);
  if (!scenario) {
    return failure(scenario.error().message);
  }
  Result<RunOptions> merged = with_scenario(arguments, *scenario);
  if (!merged) {
    return failure(merged.error().message);
  }
  return Prepared{.options = std::move(*merged), .scenario = std::move(*scenario)};
}

}  // namespace doctor::cli
