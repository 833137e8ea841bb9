#pragma once
// Compressed inputs: logs are often kept as .gz or .zst.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "core/result.h"

namespace doctor::intake {

/// Where an input's bytes come from. Gives at least one and at most `room` bytes; 0 is the end.
using Pull = std::function<Result<std::size_t>(char* to, std::size_t room)>;

/// The bytes themselves, or what they unpack to when they begin as gzip or (where the program was
/// built with it) as zstd, several members in a row included. Nothing is kept but a piece of each.
class Unpacker {
 public:
  /// Asks `source` for more as it is asked itself.
  explicit Unpacker(Pull source);
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;
  ~Unpacker();

  /// As a Pull. Error: what the source says, a format this build cannot read, or data of which
  /// nothing could be unpacked; what is damaged later ends there.
  Result<std::size_t> read(char* to, std::size_t room);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace doctor::intake
