#pragma once
// Command lines: what an option is, and which were given. Errors are one line for the user; the
// value of an option that is not known is never part of one, because it may be a secret.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace doctor::cli {

using Words = std::vector<std::string>;
struct Suggestions;  // cli/suggestions.h

struct Option {
  std::string_view name;           ///< without dashes
  char letter = 0;                 ///< 0: none
  std::string_view value = {};     ///< the value's name in the help; empty: a switch
  std::string_view implicit = {};  ///< the value may be left out, and is this one then
  std::string_view group = {};     ///< heading in the help
  std::string_view help = {};
  const Suggestions* suggest = nullptr;  ///< words its value may be, where the help cannot say all
};

struct Given {
  const Option* option;
  std::string value;  ///< empty for a switch
};

struct Arguments {
  std::vector<Given> options;                      ///< in the order given
  Words words;                                     ///< what is no option
  const Given* find(std::string_view name) const;  ///< the last one given
};

/// Options may stand anywhere. `--help` is known to every command.
Result<Arguments> parse_arguments(std::span<const Option> known, const Words& words);

/// `; did you mean 'x'?`, or nothing when no candidate is near.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace doctor::cli
