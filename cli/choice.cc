#include "cli/choice.h"

#include <fmt/format.h>

#include "cli/arguments.h"
#include "core/text.h"

namespace doctor::cli {

std::string not_one_of(const std::string& value, const std::vector<std::string>& words) {
  return fmt::format("'{}' is none of {}{}",
                     shown(value, longest_echo),
                     join(words, ", "),
                     did_you_mean(value, words));
}

}  // namespace doctor::cli
