#include "cli/unreadable.h"

#include <cerrno>
#include <system_error>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/text.h"

namespace doctor::cli {
namespace {

/// Empty when nothing seems to be wrong with it.
std::string reason_for(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || ::access(path.c_str(), R_OK) != 0) {
    return std::generic_category().message(errno);
  }
  if (S_ISDIR(status.st_mode)) {
    return "it is a folder";
  }
  return S_ISREG(status.st_mode) ? "" : "it is no regular file";
}

}  // namespace

std::string cannot_read(const std::string& path, std::string_view role) {
  constexpr std::size_t longest_path = 300;
  if (path == "-") {
    return "cannot read standard input";
  }
  const std::string reason = reason_for(path);
  return fmt::format("cannot read {}'{}'{}{}",
                     role,
                     shown(path, longest_path),
                     reason.empty() ? "" : ": ",
                     reason);
}

bool is_readable_file(const std::string& path) {
  return reason_for(path).empty();
}

}  // namespace doctor::cli
