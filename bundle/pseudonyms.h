#pragma once
// Stand-ins for names, addresses and ids: equal values get equal stand-ins, different values
// different ones, and the shape stays: an address is an address, a path keeps its depth, and two
// addresses of one network stay in one. They are numbered in the order of appearance, so they say
// nothing about the value and are the same for the same input.
//
// Memory is bounded: after `most` different values of a run, new ones get a stand-in without a
// number, which is shared by nobody's equality.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace doctor::bundle {

/// Everything that was given a stand-in in one bundle.
class Pseudonyms {
 public:
  static constexpr std::size_t most = 200'000;

  Pseudonyms();

  /// For text that went through pseudonyms before: their stand-ins stay, and new ones get numbers
  /// behind `last`, the highest in it. Addresses are the exception: theirs say nothing of their
  /// number, and get new ones.
  void continue_after(std::uint32_t last);

  /// `[kind#1]`
  std::string marked(std::string_view kind, std::string_view value);
  /// `kind-1`
  std::string named(std::string_view kind, std::string_view value);
  /// `person-1@mail-1.invalid`
  std::string email(std::string_view address);
  /// Dotted IPv4. Private networks stay private; loopback, link-local, broadcast and the
  /// documentation's networks stay as they are. An address as plain text when it is none.
  std::string ipv4(std::string_view address);
  /// Any IPv6 spelling; as above.
  std::string ipv6(std::string_view address);
  /// `00000000-0000-4000-8000-000000000001`
  std::string uuid(std::string_view value);
  /// `part-1/part-2`
  std::string path(std::string_view value);

 private:
  /// The value's number within its kind, from 1; 0 when no more are given out.
  std::uint32_t number(std::string_view kind, std::string_view value);

  std::optional<std::uint32_t> after_ = {};
  std::uint64_t key_;
  std::uint64_t other_key_;
  std::unordered_map<std::uint64_t, std::pair<std::uint64_t, std::uint32_t>> numbers_ = {};
  std::unordered_map<std::string, std::uint32_t> last_ = {};  ///< per kind
};

}  // namespace doctor::bundle
