#pragma once
// The exit codes in words, for the help and the manual.

#include <span>
#include <string_view>

namespace doctor::cli {

struct ExitMeaning {
  std::string_view code;
  std::string_view meaning;
};

/// Those of a command; of `run` when the name is of none.
std::span<const ExitMeaning> exit_meanings(std::string_view command);

}  // namespace doctor::cli
