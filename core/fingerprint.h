#pragma once
// Recognises known secrets in a text without keeping them: only hashes of their pieces, under a key
// that is new for every object, are stored. So what searches a text for secrets needs no right to
// open one: net/ teaches it, and everybody may ask.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace doctor {

/// Numbers that are hashes already, thousands of them, soon forgotten.
class HashSet {
 public:
  bool empty() const { return count_ == 0; }   ///< nothing was put in
  std::size_t size() const { return count_; }  ///< how many different ones were put in
  void reserve(std::size_t count);             ///< room for so many more
  void insert(std::uint64_t hash);             ///< any number of times
  /// Whether it was put in.
  bool contains(std::uint64_t hash) const {
    return !places_.empty() && places_[place_of(hash)] == filled(hash);
  }

 private:
  /// 0 stands for an empty place.
  static std::uint64_t filled(std::uint64_t hash) { return hash == 0 ? 1 : hash; }
  /// Where it is, or belongs.
  std::size_t place_of(std::uint64_t hash) const {
    const std::size_t last = places_.size() - 1;
    std::size_t at = hash & last;
    while (places_[at] != 0 && places_[at] != filled(hash)) {
      at = (at + 1) & last;
    }
    return at;
  }

  std::vector<std::uint64_t> places_ = {};  ///< a power of two of them, a third empty or more
  std::size_t count_ = 0;
};

/// Values that were learnt, as hashes.
class Fingerprints {
 public:
  /// A piece of this many characters is enough to be recognised; shorter values only as a whole.
  static constexpr std::size_t window = 12;
  /// Shorter values are not learnt: they occur everywhere.
  static constexpr std::size_t shortest = 6;

  Fingerprints();

  /// Learns `value` as it is, in hexadecimal, and in base64 and base64url at every alignment. What
  /// find() sees through needs no learning.
  void learn(std::string_view value);
  bool empty() const { return pieces_.empty(); }  ///< nothing was learnt

  /// Bytes `begin` up to, without, `end` of a text.
  struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  /// Where pieces of learnt values are, merged and in order. Sees through percent encoding, JSON
  /// and HTML escapes, UTF-16, and breaks of lines in the middle of a value.
  std::vector<Range> find(std::string_view text) const;

 private:
  static constexpr std::size_t filter_bits = 18;
  static constexpr std::size_t block_load = sizeof(std::uint64_t);
  /// Tells quickly that no piece is near: of a text, only every `stride`th place is looked at, and
  /// there `block` bytes. A piece is at least `block + stride - 1` bytes long.
  struct Sieve {
    std::size_t block;
    std::size_t stride;
    std::uint64_t mask;  ///< of the block's bytes, read as a number
    std::uint64_t key = 1;
    std::vector<std::size_t> lengths = {};  ///< of the pieces
    std::array<std::uint64_t, (std::size_t{1} << filter_bits) / 64> bits = {};

    /// Eight bytes must be there to be read.
    std::size_t place_of(const unsigned char* bytes) const;
    void set(const unsigned char* bytes);
    bool may_hold(const unsigned char* bytes) const;
  };
  struct Stretch;

  std::uint64_t hash_of(std::span<const unsigned char> piece) const;
  void learn_form(std::string_view form);
  void add(std::span<const unsigned char> piece, std::uint64_t hash, bool follows);
  void check(std::string_view text,
             const Stretch& stretch,
             const Sieve& sieve,
             std::size_t place,
             std::vector<Range>& found) const;
  void search(std::string_view text,
              const Stretch& stretch,
              const Sieve& sieve,
              std::vector<Range>& found) const;

  static_assert(std::endian::native == std::endian::little, "the masks are of the first bytes");
  static constexpr std::uint64_t mask_of(std::size_t bytes) {
    return ~std::uint64_t{0} >> (8 * (block_load - bytes));
  }

  std::array<std::uint64_t, 256> table_{};  ///< the key: what each byte adds to a hash
  HashSet pieces_ = {};
  Sieve long_{.block = 8, .stride = 5, .mask = mask_of(8)};   ///< pieces of a whole window
  Sieve short_{.block = 5, .stride = 2, .mask = mask_of(5)};  ///< whole values that are shorter
};

}  // namespace doctor
