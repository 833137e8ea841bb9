#include "bundle/disk.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace doctor::bundle {

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

}  // namespace doctor::bundle
