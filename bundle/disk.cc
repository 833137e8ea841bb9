#include "bundle/disk.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "core/text.h"

namespace doctor::bundle {
namespace {

constexpr std::size_t longest_path = 300;

std::string reason(int error) {
  return std::generic_category().message(error);
}

}  // namespace

int Disk::open_nameless(const std::string& folder) {
  constexpr mode_t owner_only = 0600;
  return ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, owner_only);
}

long Disk::write(int file, const char* data, std::size_t size) {
  return ::write(file, data, size);
}

int Disk::sync(int file) {
  return ::fsync(file);
}

int Disk::name(int file, const std::string& path) {
  const std::string self = fmt::format("/proc/self/fd/{}", file);
  return ::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW);
}

int Disk::sync_folder(const std::string& folder) {
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) {
    return -1;
  }
  const int result = ::fsync(file);
  ::close(file);
  return result;
}

int Disk::close(int file) {
  return ::close(file);
}

Disk& real_disk() {
  static Disk disk;
  return disk;
}

NamelessFile::NamelessFile(Disk& disk, const std::string& folder)
    : disk_(&disk), folder_(folder), file_(disk.open_nameless(folder)), error_(errno) {}

NamelessFile::~NamelessFile() {
  if (file_ >= 0) {
    disk_->close(file_);
  }
}

Result<void> NamelessFile::ready() const {
  if (file_ < 0) {
    return failure(
        fmt::format("cannot write to '{}': {}", shown(folder_, longest_path), reason(error_)));
  }
  return {};
}

Result<void> NamelessFile::write(std::string_view text) {
  while (!text.empty()) {
    const long size = disk_->write(file_, text.data(), text.size());
    if (size < 0 && errno == EINTR) {
      continue;
    }
    if (size < 0) {
      return failure("cannot write the bundle: " + reason(errno));
    }
    text.remove_prefix(static_cast<std::size_t>(size));
  }
  return {};
}

Result<void> NamelessFile::publish(const std::string& path) {
  int error = 0;
  const auto check = [&error](int result) {
    error = result != 0 && error == 0 ? errno : error;
    return error == 0;
  };
  bool named = check(disk_->sync(file_)) && check(disk_->name(file_, path));
  if (named && !check(disk_->sync_folder(folder_))) {
    ::unlink(path.c_str());  // it may not outlast a crash
    named = false;
  }
  if (!check(disk_->close(std::exchange(file_, -1))) && named) {
    ::unlink(path.c_str());
  }
  if (error != 0) {
    return failure(fmt::format("cannot write '{}': {}", shown(path, longest_path), reason(error)));
  }
  return {};
}

}  // namespace doctor::bundle
