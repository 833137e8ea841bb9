#include "cli/scenarios.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/arguments.h"
#include "cli/unreadable.h"
#include "core/text.h"
#include "setup/system.h"

namespace doctor::cli {

namespace {

Result<mock::Scenario> scenario_in_file(const std::string& path) {
  const auto file = setup::RealSystem{}.file(path);
  if (!file) {
    return failure(cannot_read(path, "the scenario file "));
  }
  try {
    return mock::parse_scenario(shown(path, 300), file->content);
  } catch (const mock::ScenarioError& error) {
    return failure(error.what());
  }
}

}  // namespace

Result<mock::Scenario> find_scenario(std::string_view name) {
  if (name.find('/') != std::string_view::npos || name.ends_with(".json")) {
    return scenario_in_file(std::string{name});
  }
  const auto names = mock::scenario_names();
  if (std::ranges::find(names, name) == names.end()) {
    constexpr std::size_t longest_echo = 60;
    return failure(fmt::format("unknown scenario '{}'{}",
                               shown(name, longest_echo),
                               did_you_mean(name, Words{names.begin(), names.end()})));
  }
  return mock::load_scenario(name);
}

}  // namespace doctor::cli
