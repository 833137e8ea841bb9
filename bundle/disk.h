#pragma once
// The calls that put a bundle on a disk, behind a seam, so that tests can let any of them fail.

#include <cstddef>
#include <string>

namespace doctor::bundle {

/// Each returns 0 or what the system call returned, and sets errno as it does.
class Disk {
 public:
  Disk() = default;
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;
  virtual ~Disk() = default;

  /// A new file of mode 0600 without a name in `folder`; -1 when there can be none.
  virtual int open_nameless(const std::string& folder);
  virtual long write(int file, const char* data, std::size_t size);
  virtual int sync(int file);
  /// Gives a nameless file its name; fails when the name is taken.
  virtual int name(int file, const std::string& path);
  virtual int sync_folder(const std::string& folder);
  virtual int close(int file);
};

Disk& real_disk();

}  // namespace doctor::bundle
