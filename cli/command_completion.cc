#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "cli/choice.h"
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
  return complain_of_words("completion", words, names);
}

}  // namespace doctor::cli
