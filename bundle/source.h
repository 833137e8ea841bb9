#pragma once
// Bytes that come in pieces, and where they go.

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace doctor::bundle {

/// Gives the next piece; an empty one at the end. A piece is valid until the next call. Error: it
/// cannot be read.
using Source = std::function<Result<std::string_view>()>;
/// Takes the next piece. Error: it cannot be written.
using Sink = std::function<Result<void>(std::string_view)>;

/// An open file from where it stands; does not own it.
class FileSource {
 public:
  /// `file` stays the caller's, and is read from where it stands.
  explicit FileSource(int file);
  /// The next piece, valid until the next call; empty at the end. Error: what the system says.
  Result<std::string_view> next();

 private:
  int file_;
  std::vector<char> buffer_;
};

}  // namespace doctor::bundle
