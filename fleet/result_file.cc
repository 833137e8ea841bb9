#include "fleet/result_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/document.h"
#include "core/text.h"
#include "fleet/result_line.h"

namespace doctor::fleet {
namespace {

constexpr std::size_t longest_line = std::size_t{64} << 20U;
constexpr std::size_t longest_path = 300;

std::string reason(int error) {
  return std::generic_category().message(error);
}

tl::unexpected<Error> cannot_write(std::string_view name, int error) {
  return failure(fmt::format("cannot write '{}': {}", shown(name, longest_path), reason(error)));
}

/// Only what a run may have left there half written is its to cut off.
bool begins_a_result(std::string_view line) {
  constexpr std::string_view begin = R"({"schema":"oneclaw-doctor/fleet-result/v1")";
  return line.substr(0, begin.size()) == begin.substr(0, line.size());
}

/// Cuts what comes into lines.
class Cutter {
 public:
  explicit Cutter(const std::function<doctor::Result<void>(Result)>& use) : use_(use) {}

  doctor::Result<void> take(std::string_view piece) {
    while (!piece.empty()) {
      const std::size_t end = piece.find('\n');
      line_ += piece.substr(0, end);
      if (line_.size() > longest_line) {
        return failure(fmt::format("line {}: is longer than 64 MiB", number_));
      }
      if (end == std::string_view::npos) {
        return {};
      }
      piece.remove_prefix(end + 1);
      if (doctor::Result<void> used = whole(1); !used) {
        return used;
      }
    }
    return {};
  }

  /// What is left has no line break; it counts when it is a result all the same.
  doctor::Result<Lines> finish() {
    if (line_.empty()) {
      return lines_;
    }
    if (const doctor::Result<Result> result = read_result(line_); !result) {
      if (begins_a_result(line_) && !Document::parse(line_)) {
        lines_.torn = true;
        return lines_;
      }
      return failure(fmt::format("line {}: {}",
                                 number_,
                                 begins_a_result(line_) ? result.error().message : "is no result"));
    }
    lines_.lacks_break = true;
    const doctor::Result<void> used = whole(0);
    return used ? doctor::Result<Lines>{lines_} : failure(used.error().message);
  }

 private:
  doctor::Result<void> whole(std::size_t line_break) {
    lines_.bytes += line_.size() + line_break;
    if (!trim(line_).empty()) {
      doctor::Result<Result> result = read_result(line_);
      if (!result) {
        return failure(fmt::format("line {}: {}", number_, result.error().message));
      }
      if (const doctor::Result<void> used = use_(std::move(*result)); !used) {
        return failure(fmt::format("line {}: {}", number_, used.error().message));
      }
      ++lines_.whole;
    }
    line_.clear();
    ++number_;
    return {};
  }

  const std::function<doctor::Result<void>(Result)>& use_;
  std::string line_;
  std::size_t number_ = 1;
  Lines lines_;
};

}  // namespace

doctor::Result<Lines> read_results(int descriptor,
                                   const std::function<doctor::Result<void>(Result)>& use) {
  Cutter cutter{use};
  std::array<char, 65536> buffer{};
  while (true) {
    const ssize_t size = ::read(descriptor, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) {
      continue;
    }
    if (size < 0) {
      return failure(fmt::format("cannot be read: {}", reason(errno)));
    }
    if (size == 0) {
      return cutter.finish();
    }
    const doctor::Result<void> taken =
        cutter.take(std::string_view{buffer.data(), static_cast<std::size_t>(size)});
    if (!taken) {
      return failure(taken.error().message);
    }
  }
}

doctor::Result<ResultFile> ResultFile::open(const std::string& path) {
  const int descriptor =
      ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) {
    return cannot_write(path, errno);
  }
  ResultFile out{descriptor, path, true};
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    return failure(fmt::format("'{}' is being written by another run", shown(path, longest_path)));
  }
  return out;
}

doctor::Result<ResultFile> ResultFile::create(const std::string& path) {
  doctor::Result<ResultFile> out = open(path);
  if (out && ::ftruncate(out->descriptor_, 0) != 0 && errno != EINVAL) {  // a pipe has no length
    return cannot_write(path, errno);
  }
  return out;
}

doctor::Result<ResultFile> ResultFile::resume(
    const std::string& path, const std::function<doctor::Result<void>(Result)>& use) {
  doctor::Result<ResultFile> out = open(path);
  if (!out) {
    return out;
  }
  const doctor::Result<Lines> lines = read_results(out->descriptor_, use);
  if (!lines) {
    return failure(fmt::format("'{}': {}", shown(path, longest_path), lines.error().message));
  }
  if (lines->torn && ::ftruncate(out->descriptor_, static_cast<off_t>(lines->bytes)) != 0) {
    return cannot_write(path, errno);
  }
  if (lines->lacks_break) {
    if (const doctor::Result<void> written = out->put("\n"); !written) {
      return failure(written.error().message);
    }
  }
  return out;
}

ResultFile::ResultFile(ResultFile&& other) noexcept
    : descriptor_(other.descriptor_),
      name_(std::move(other.name_)),
      owned_(std::exchange(other.owned_, false)) {}

ResultFile::~ResultFile() {
  if (owned_) {
    ::close(descriptor_);
  }
}

doctor::Result<void> ResultFile::put(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor_, text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return cannot_write(name_, errno);
    }
    text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
  }
  return {};
}

doctor::Result<void> ResultFile::write(const Result& result) {
  return put(result_line(result));
}

}  // namespace doctor::fleet
