#include "cli/whole_file.h"

#include <array>

#include <fmt/format.h>

#include "cli/input_file.h"
#include "cli/unreadable.h"
#include "core/text.h"

namespace doctor::cli {

Result<std::string> whole_file(const std::string& path) {
  constexpr std::size_t largest = std::size_t{64} << 20U;
  constexpr std::size_t longest_path = 300;
  const InputFile file{path};
  std::string out;
  std::array<char, 65536> block{};
  while (file.is_open()) {
    const Result<std::size_t> got = file.read(block.data(), block.size());
    if (!got) {
      break;
    }
    if (*got == 0) {
      return out;
    }
    out.append(block.data(), *got);
    if (out.size() > largest) {
      return failure(fmt::format("{} is larger than 64 MiB",
                                 path == "-" ? std::string{"standard input"}
                                             : fmt::format("'{}'", shown(path, longest_path))));
    }
  }
  return failure(cannot_read(path));
}

}  // namespace doctor::cli
