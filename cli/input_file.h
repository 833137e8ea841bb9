#pragma once
// A file or standard input, read piece by piece.

#include <cstddef>
#include <string>

#include "core/result.h"

namespace doctor::cli {

class InputFile {
 public:
  /// `-` is standard input, which is not closed afterwards.
  explicit InputFile(const std::string& path);
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  ~InputFile();

  /// False when it cannot be opened.
  bool is_open() const { return descriptor_ >= 0; }
  /// As intake::Pull. Error: why the system cannot read it.
  Result<std::size_t> read(char* to, std::size_t room) const;
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
  bool owned_;
};

}  // namespace doctor::cli
