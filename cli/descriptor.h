#pragma once
// A file descriptor that closes itself.

#include <cerrno>
#include <utility>

#include <unistd.h>

namespace doctor::cli {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }
  bool valid() const { return number_ >= 0; }
  int number() const { return number_; }
  /// The errno of a failed close (a full disk may show only here), or 0.
  int close() {
    const int number = std::exchange(number_, -1);
    return number >= 0 && ::close(number) != 0 ? errno : 0;
  }

 private:
  int number_;
};

}  // namespace doctor::cli
