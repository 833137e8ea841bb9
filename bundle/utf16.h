#pragma once
// UTF-16 as UTF-8, piece by piece: PowerShell and other programs write logs so, and no search for
// bytes finds a key between zero bytes.

#include <cstdint>
#include <string>
#include <string_view>

#include "bundle/source.h"
#include "core/result.h"

namespace doctor::bundle {

/// Begins with a byte order mark.
bool looks_like_utf16(std::string_view beginning);

/// A source of UTF-8 out of a source of UTF-16.
class FromUtf16 {
 public:
  /// `wide` begins with a byte order mark, which is dropped.
  explicit FromUtf16(Source wide);

  /// Halves of pairs that stand alone, and half a unit at the end, become U+FFFD. Error: what
  /// `wide` says.
  Result<std::string_view> next();

 private:
  void take(unsigned char byte);
  void take_unit(std::uint32_t unit);
  void put(std::uint32_t character);

  Source wide_;
  std::string out_ = {};
  std::string mark_ = {};    ///< its first byte, then both
  std::uint32_t first_ = 0;  ///< the first byte of a unit
  bool has_first_ = false;
  std::uint32_t high_ = 0;  ///< the first half of a pair; 0: none
  bool ended_ = false;
};

}  // namespace doctor::bundle
