#pragma once
// What is in a compressed file (gzip, zstd), in pieces and bounded memory.

#include <memory>
#include <string_view>

#include "bundle/source.h"
#include "core/result.h"

namespace doctor::bundle {

/// By its first bytes: gzip or zstd.
bool looks_packed(std::string_view beginning);

/// A source of what a packed source holds.
class Unpacker {
 public:
  /// Reads `packed` as it is asked for content.
  explicit Unpacker(Source packed);
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;
  ~Unpacker();

  /// Error: damaged, cut off, or what the packed source says.
  Result<std::string_view> next();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace doctor::bundle
