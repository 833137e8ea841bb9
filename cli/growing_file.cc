#include "cli/growing_file.h"

#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

namespace doctor::cli {
namespace {

int opened(const std::string& path) {
  // Not blocking, so that a pipe without a writer is waited for like everything else.
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): the system's own way
  return path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

}  // namespace

GrowingFile::GrowingFile(std::string path) : path_(std::move(path)), descriptor_(opened(path_)) {
  struct stat about {};
  regular_ = is_open() && ::fstat(descriptor_, &about) == 0 && S_ISREG(about.st_mode);
  if (regular_) {
    watch();
  }
}

GrowingFile::~GrowingFile() {
  if (notices_ >= 0) {
    ::close(notices_);
  }
  if (descriptor_ >= 0 && path_ != "-") {
    ::close(descriptor_);
  }
}

/// Without notices (too many watches, a foreign file system) wait() looks once a second.
void GrowingFile::watch() {
  if (notices_ >= 0) {
    ::close(notices_);
  }
  notices_ = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (notices_ < 0 || path_ == "-") {
    return;
  }
  const std::string folder = std::filesystem::path{path_}.parent_path().string();
  ::inotify_add_watch(notices_, path_.c_str(), IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF);
  ::inotify_add_watch(notices_, folder.empty() ? "." : folder.c_str(), IN_CREATE | IN_MOVED_TO);
}

/// Is there another file under the name, or less in it than was read?
bool GrowingFile::started_anew() {
  struct stat mine {};
  struct stat named {};
  if (::fstat(descriptor_, &mine) != 0) {
    return false;
  }
  if (mine.st_size < offset_) {
    offset_ = ::lseek(descriptor_, 0, SEEK_SET);
    return true;
  }
  const bool replaced = path_ != "-" && ::stat(path_.c_str(), &named) == 0 &&
                        (named.st_ino != mine.st_ino || named.st_dev != mine.st_dev);
  const int other = replaced ? opened(path_) : -1;
  if (other < 0) {
    return false;
  }
  ::close(descriptor_);
  descriptor_ = other;
  offset_ = 0;
  watch();
  return true;
}

void GrowingFile::wait() const {
  constexpr int longest_ms = 1000;
  pollfd waiting{.fd = regular_ ? notices_ : descriptor_, .events = POLLIN, .revents = 0};
  if (::poll(&waiting, 1, longest_ms) > 0 && regular_) {
    std::array<char, 4096> notices{};
    while (::read(notices_, notices.data(), notices.size()) > 0) {
    }
  }
}

Result<std::size_t> GrowingFile::read(char* to, std::size_t room) {
  while (!interrupts_.flag()->load()) {
    if (!regular_) {
      wait();
      if (interrupts_.flag()->load()) {
        break;
      }
    }
    const ssize_t got = ::read(descriptor_, to, room);
    if (got > 0) {
      offset_ += got;
      in_line_ = to[got - 1] != '\n';
      return static_cast<std::size_t>(got);
    }
    if (got < 0 && errno != EINTR && errno != EAGAIN) {
      return failure(std::generic_category().message(errno));
    }
    if (got == 0 && !regular_) {
      return std::size_t{0};
    }
    if (got == 0 && started_anew()) {
      if (std::exchange(in_line_, false)) {
        *to = '\n';  // the rest of that line will never come
        return std::size_t{1};
      }
    } else if (got == 0) {
      wait();
    }
  }
  return std::size_t{0};
}

}  // namespace doctor::cli
