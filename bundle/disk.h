#pragma once
// The calls that put a bundle on a disk, behind a seam, so that tests can let any of them fail.

#include <cstddef>
#include <string>
#include <string_view>

#include "core/result.h"

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
  /// As write(2).
  virtual long write(int file, const char* data, std::size_t size);
  /// As fsync(2).
  virtual int sync(int file);
  /// Gives a nameless file its name; fails when the name is taken.
  virtual int name(int file, const std::string& path);
  /// As fsync(2), of the folder, so that the new name survives a crash.
  virtual int sync_folder(const std::string& folder);
  /// As close(2).
  virtual int close(int file);
};

/// The system's own calls; lives as long as the program.
Disk& real_disk();

/// A file without a name, closed with its owner.
class NamelessFile {
 public:
  /// Opened at once; ready() tells whether that went well. `disk` must outlive it.
  NamelessFile(Disk& disk, const std::string& folder);
  NamelessFile(const NamelessFile&) = delete;
  NamelessFile& operator=(const NamelessFile&) = delete;
  ~NamelessFile();

  /// The descriptor, which this object owns; negative when there is none.
  int number() const { return file_; }
  /// Error: there is no such file (the folder cannot be written to), or it cannot be written.
  Result<void> ready() const;
  /// Appends all of it. Error: what the system says.
  Result<void> write(std::string_view text);
  /// On the disk, and under its name, which must be free. Error: nothing is at `path` then.
  Result<void> publish(const std::string& path);

 private:
  Disk* disk_;
  std::string folder_;
  int file_;
  int error_;  ///< of opening it
};

}  // namespace doctor::bundle
