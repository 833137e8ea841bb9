#include "cli/scenarios.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/arguments.h"
#include "core/text.h"

namespace doctor::cli {

Result<mock::Scenario> find_scenario(std::string_view name) {
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
