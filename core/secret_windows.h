#pragma once
// A second, simpler way to recognise known secrets, for who checks the first (core/fingerprint.h):
// nothing is encoded beforehand and nothing is decoded here; whoever searches decodes the text.
// Only hashes of pieces under a key of this object's own are stored.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace doctor {

/// Values that were learnt, as hashes of their pieces.
class SecretWindows {
 public:
  static constexpr std::size_t length = 12;
  static constexpr std::size_t shortest = 6;

  SecretWindows();

  /// Shorter values count as a whole; values below `shortest` are not learnt.
  void learn(std::string_view value);
  bool empty() const { return hashes_.empty(); }  ///< nothing was learnt
  /// How many values were learnt.
  std::size_t values() const { return values_; }
  /// Where the first known piece begins.
  std::optional<std::size_t> find(std::string_view text) const;

 private:
  std::uint64_t hash_of(std::string_view piece) const;

  std::uint64_t key_;
  std::size_t values_ = 0;
  std::vector<std::size_t> lengths_ = {};
  std::vector<bool> beginnings_;  ///< by the first two bytes of a piece
  std::unordered_set<std::uint64_t> hashes_ = {};
};

}  // namespace doctor
