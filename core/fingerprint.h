#pragma once
// Recognises known secrets in a text without keeping them: only hashes of their pieces, under a key
// that is new for every object, are stored. So what searches a text for secrets needs no right to
// open one: net/ teaches it, and everybody may ask.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace doctor {

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
  bool empty() const { return windows_.empty(); }

  struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  /// Where pieces of learnt values are, merged and in order. Sees through percent encoding, JSON
  /// and HTML escapes, UTF-16, and breaks of lines in the middle of a value.
  std::vector<Range> find(std::string_view text) const;

 private:
  static constexpr std::size_t filter_bits = 18;
  struct Rolling;
  struct Stretch;

  static std::array<std::uint64_t, 2> places_of(std::uint64_t hash);
  void learn_form(std::string_view form);
  void add_length(std::size_t length);
  void add(std::uint64_t hash);
  bool may_know(std::uint64_t hash) const;
  template <std::size_t Count>
  void search(std::string_view text, const Stretch& stretch, Rolling* rolling) const;
  void check(std::string_view text,
             const Stretch& stretch,
             std::size_t last,
             Rolling& rolling) const;

  std::array<std::uint64_t, 256> table_{};  ///< the key: what each byte adds to a hash
  std::vector<std::size_t> lengths_ = {};   ///< of the windows in use
  std::unordered_set<std::uint64_t> windows_ = {};
  std::array<std::uint64_t, (std::size_t{1} << filter_bits) / 64> filter_ = {};
};

}  // namespace doctor
