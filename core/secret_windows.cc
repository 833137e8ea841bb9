#include "core/secret_windows.h"

#include <algorithm>

#include "core/random.h"

namespace doctor {
namespace {

std::size_t beginning_of(std::string_view piece) {
  return static_cast<std::size_t>(static_cast<unsigned char>(piece[0])) * 256 +
         static_cast<unsigned char>(piece[1]);
}

/// `************` is no secret.
bool is_monotonous(std::string_view piece) {
  std::array<bool, 256> seen{};
  std::size_t different = 0;
  for (const char c : piece) {
    bool& mark = seen.at(static_cast<unsigned char>(c));
    different += mark ? 0U : 1U;
    mark = true;
  }
  return different < 4;
}

}  // namespace

SecretWindows::SecretWindows() : key_(random_word()), beginnings_(std::size_t{256} * 256, false) {}

std::uint64_t SecretWindows::hash_of(std::string_view piece) const {
  std::uint64_t hash = key_ ^ 0xcbf29ce484222325ULL;
  for (const char c : piece) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    hash ^= hash >> 31U;
  }
  return hash;
}

void SecretWindows::learn(std::string_view value) {
  if (value.size() < shortest) {
    return;
  }
  ++values_;
  const std::size_t size = std::min(length, value.size());
  for (std::size_t i = 0; i + size <= value.size(); ++i) {
    const std::string_view piece = value.substr(i, size);
    if (is_monotonous(piece)) {
      continue;
    }
    beginnings_[beginning_of(piece)] = true;
    hashes_.insert(hash_of(piece));
    if (std::ranges::find(lengths_, size) == lengths_.end()) {
      lengths_.push_back(size);
    }
  }
}

std::optional<std::size_t> SecretWindows::find(std::string_view text) const {
  for (std::size_t i = 0; !hashes_.empty() && i + shortest <= text.size(); ++i) {
    if (!beginnings_[beginning_of(text.substr(i))]) {
      continue;
    }
    for (const std::size_t size : lengths_) {
      if (i + size <= text.size() && hashes_.contains(hash_of(text.substr(i, size)))) {
        return i;
      }
    }
  }
  return std::nullopt;
}

}  // namespace doctor
