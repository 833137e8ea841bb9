#pragma once
// What every user of libsodium here needs first.

#include <string_view>

#include <sodium.h>

namespace doctor::bundle {

/// Throws when the library cannot start, which it only does without a source of randomness.
void start_sodium();

inline const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());  // NOLINT(*-reinterpret-cast)
}

inline unsigned char* bytes_of(char* data) {
  return reinterpret_cast<unsigned char*>(data);  // NOLINT(*-reinterpret-cast)
}

}  // namespace doctor::bundle
