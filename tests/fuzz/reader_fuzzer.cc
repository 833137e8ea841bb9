// One program per reader (READER): whatever is given, the reader ends, and so does the judging of
// what it found.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tests/intake/explained.h"

#ifndef READER
#error "READER names the kind of input"
#endif

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are characters here
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto kind = doctor::intake::kind_named(READER);
  doctor::intake::explained(text, kind.value_or(doctor::intake::Kind::automatic));
  return 0;
}
