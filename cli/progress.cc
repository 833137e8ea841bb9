#include "cli/progress.h"

#include <string>

#include <fmt/format.h>
#include <unistd.h>

#include "core/text.h"

namespace doctor::cli {

void progress(std::string_view what, int done, int total) {
  if (::isatty(STDERR_FILENO) != 1) {
    return;
  }
  constexpr std::string_view start_of_line = "\r\x1b[K";
  constexpr std::size_t longest = 50;
  std::string line{start_of_line};
  if (done < total) {
    line += fmt::format("{}/{} {}", done, total, shown(what, longest));
  }
  // Losing a sign of life does not matter.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace doctor::cli
