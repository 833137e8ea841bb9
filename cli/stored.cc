#include "cli/stored.h"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bundle/reader.h"
#include "bundle/report_reader.h"
#include "bundle/seal.h"
#include "cli/unreadable.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

constexpr std::size_t largest = std::size_t{64} << 20U;
constexpr std::size_t longest_path = 300;

std::string name_for(const std::string& path) {
  return path == "-" ? "standard input" : fmt::format("'{}'", shown(path, longest_path));
}

/// false when reading fails, or when there is more than `largest`.
bool read_all(int descriptor, std::string& out) {
  std::array<char, 65536> buffer{};
  while (true) {
    const ssize_t size = ::read(descriptor, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) {
      continue;
    }
    if (size <= 0) {
      return size == 0;
    }
    out.append(buffer.data(), static_cast<std::size_t>(size));
    if (out.size() > largest) {
      return false;
    }
  }
}

Result<std::string> content_of(const std::string& path) {
  const bool is_input = path == "-";
  const int file = is_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  std::string out;
  const bool read = file >= 0 && read_all(file, out);
  if (file >= 0 && !is_input) {
    ::close(file);
  }
  if (out.size() > largest) {
    return failure(fmt::format("{} is larger than 64 MiB", name_for(path)));
  }
  if (!read) {
    return failure(cannot_read(path));
  }
  return out;
}

}  // namespace

Result<Report> load_report(const std::string& path) {
  const Result<std::string> content = content_of(path);
  if (!content) {
    return failure(content.error().message);
  }
  if (bundle::looks_sealed(*content)) {
    return failure(fmt::format("{} is encrypted; 'bundle open' it first", name_for(path)));
  }
  Result<std::string> text = *content;
  if (bundle::looks_like_bundle(*content)) {
    text = bundle::report_in(*content);
    if (!text) {
      return failure(fmt::format("{}: {}", name_for(path), text.error().message));
    }
  }
  Result<Report> report = bundle::read_report(*text);
  if (!report) {
    return failure(fmt::format("{} {}", name_for(path), report.error().message));
  }
  report->mode = Mode::offline;  // what is done with it is
  return report;
}

}  // namespace doctor::cli
