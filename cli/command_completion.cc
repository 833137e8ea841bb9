#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/output.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

struct Shell {
  std::string_view name;
  std::string (*script)();
};
constexpr auto shells = std::to_array<Shell>(
    {{"bash", bash_completion}, {"zsh", zsh_completion}, {"fish", fish_completion}});

}  // namespace

std::span<const Option> completion_options() {
  return {};
}

int completion(const Arguments& arguments) {
  constexpr std::size_t longest_echo = 60;
  const Words& words = arguments.words;
  const auto* const found =
      words.size() == 1 ? std::ranges::find(shells, words.front(), &Shell::name) : shells.end();
  if (found != shells.end()) {
    return print(found->script(), exit_ok);
  }
  Words names;
  std::ranges::transform(shells, std::back_inserter(names), [](const Shell& shell) {
    return std::string{shell.name};
  });
  const std::string one_of = fmt::format("'completion' takes one of {}", join(names, ", "));
  return complain(words.size() == 1 ? fmt::format("{}, not '{}'{}",
                                                  one_of,
                                                  shown(words.front(), longest_echo),
                                                  did_you_mean(words.front(), names))
                                    : one_of,
                  exit_usage);
}

}  // namespace doctor::cli
