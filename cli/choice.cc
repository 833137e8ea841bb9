#include "cli/choice.h"

#include <fmt/format.h>

#include "cli/arguments.h"
#include "cli/output.h"
#include "core/text.h"

namespace doctor::cli {

std::string not_one_of(const std::string& value, const std::vector<std::string>& words) {
  return fmt::format("'{}' is none of {}{}",
                     shown(value, longest_echo),
                     join(words, ", "),
                     did_you_mean(value, words));
}

int complain_of_words(std::string_view command,
                      const std::vector<std::string>& given,
                      const std::vector<std::string>& names) {
  const std::string one_of = fmt::format("'{}' takes one of {}", command, join(names, ", "));
  return complain(given.size() == 1 ? fmt::format("{}, not '{}'{}",
                                                  one_of,
                                                  shown(given.front(), longest_echo),
                                                  did_you_mean(given.front(), names))
                                    : one_of,
                  exit_usage);
}

}  // namespace doctor::cli
