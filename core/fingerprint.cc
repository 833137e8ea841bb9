#include "core/fingerprint.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <utility>

namespace doctor {
namespace {

constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string hex_of(std::string_view bytes, std::string_view digits) {
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

/// The characters that depend on `bytes` alone when `before` bytes precede them.
std::string base64_inside(std::string_view bytes, std::size_t before) {
  std::string out;
  unsigned value = 0;
  int bits = static_cast<int>(8 * before) % 6;
  int unknown = bits;  // bits of the byte before, at the head of the first digit
  for (const char c : bytes) {
    value = (value << 8U) | static_cast<unsigned char>(c);
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      if (unknown == 0) {
        out += base64_digits[(value >> static_cast<unsigned>(bits)) & 63U];
      }
      unknown = 0;
    }
    value &= 0xffffU;
  }
  return out;
}

std::string url_safe(std::string text) {
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const char low = static_cast<char>(c | 0x20);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

/// What stands at a place of the text: `length` bytes that mean `byte`, or nothing.
struct Read {
  std::size_t length = 1;
  std::optional<unsigned char> byte = std::nullopt;
};

std::optional<unsigned char> hex_byte(std::string_view two) {
  if (two.size() < 2 || hex_digit(two[0]) < 0 || hex_digit(two[1]) < 0) {
    return std::nullopt;
  }
  return static_cast<unsigned char>(hex_digit(two[0]) * 16 + hex_digit(two[1]));
}

Read read_percent(std::string_view rest) {
  const auto byte = hex_byte(rest.substr(1));
  return byte ? Read{.length = 3, .byte = byte} : Read{.byte = '%'};
}

Read read_backslash(std::string_view rest) {
  const char next = rest.size() > 1 ? rest[1] : '\0';
  if (next == 'u' && rest.size() >= 6 && rest[2] == '0' && rest[3] == '0') {
    if (const auto byte = hex_byte(rest.substr(4))) {
      return {.length = 6, .byte = byte};
    }
  }
  if (next == 'x') {
    if (const auto byte = hex_byte(rest.substr(2))) {
      return {.length = 4, .byte = byte};
    }
  }
  return {.length = next == 'n' || next == 'r' || next == 't' ? std::size_t{2} : std::size_t{1}};
}

Read read_ampersand(std::string_view rest) {
  static constexpr std::array<std::pair<std::string_view, char>, 5> named{
      {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}}};
  for (const auto& [name, meaning] : named) {
    if (rest.starts_with(name)) {
      return {.length = name.size(), .byte = static_cast<unsigned char>(meaning)};
    }
  }
  if (!rest.starts_with("&#") || rest.size() < 4) {
    return {.byte = '&'};
  }
  const bool is_hex = (rest[2] | 0x20) == 'x';
  int value = 0;
  std::size_t at = is_hex ? 3 : 2;
  for (; at < rest.size() && at < 8 && hex_digit(rest[at]) >= 0; ++at) {
    value = value * (is_hex ? 16 : 10) + hex_digit(rest[at]);
  }
  const bool is_byte = at < rest.size() && rest[at] == ';' && value > 0 && value < 256;
  return is_byte ? Read{.length = at + 1, .byte = static_cast<unsigned char>(value)}
                 : Read{.byte = '&'};
}

enum class Meaning : std::uint8_t { nothing, itself, depends };

constexpr std::array<Meaning, 256> meanings_of_bytes() {
  std::array<Meaning, 256> out{};
  out.fill(Meaning::itself);
  for (const char c : std::string_view{" \t\r\n\0", 5}) {
    out.at(static_cast<unsigned char>(c)) = Meaning::nothing;
  }
  for (const char c : std::string_view{"%\\&="}) {
    out.at(static_cast<unsigned char>(c)) = Meaning::depends;
  }
  return out;
}
constexpr auto meanings = meanings_of_bytes();

Meaning meaning_of(char c) {
  return meanings[static_cast<unsigned char>(c)];  // NOLINT(*-constant-array-index): a byte fits
}

/// Escapes of white space and of zero bytes mean nothing, as these do: values are wrapped there.
Read read_special(std::string_view rest) {
  switch (rest.front()) {
    case '%':
      return read_percent(rest);
    case '\\':
      return read_backslash(rest);
    case '&':
      return read_ampersand(rest);
    case '=':  // at the end of a line: quoted-printable
      return rest.size() > 1 && (rest[1] == '\n' || rest[1] == '\r') ? Read{} : Read{.byte = '='};
    default:
      return {};
  }
}

Read read_at(std::string_view text, std::size_t at) {
  switch (meaning_of(text[at])) {
    case Meaning::nothing:
      return {};
    case Meaning::itself:
      return {.byte = static_cast<unsigned char>(text[at])};
    case Meaning::depends:
      break;
  }
  return read_special(text.substr(at));
}

bool is_varied(std::span<const unsigned char> piece) {
  constexpr std::size_t least = 4;
  std::array<bool, 256> seen{};
  std::size_t count = 0;
  for (const unsigned char c : piece) {
    count += seen.at(c) ? 0U : 1U;
    seen.at(c) = true;
  }
  return count >= least;
}

/// Ranges come in the order of their ends.
void include(std::vector<Fingerprints::Range>& ranges, Fingerprints::Range next) {
  while (!ranges.empty() && next.begin <= ranges.back().end) {
    next.begin = std::min(next.begin, ranges.back().begin);
    ranges.pop_back();
  }
  ranges.push_back(next);
}

}  // namespace

/// What a stretch of the text means, byte by byte, behind the end of the stretch before it.
struct Fingerprints::Stretch {
  static constexpr std::size_t size = 2048;

  std::array<unsigned char, window + size> bytes{};
  std::array<std::size_t, window + size> begins{};  ///< where in the text each stands
  std::size_t carried = 0;                          ///< of the stretch before
  std::size_t count = 0;

  /// Reads on from `at`, and returns where it stopped.
  std::size_t read(std::string_view text, std::size_t at);
};

std::size_t Fingerprints::Stretch::read(std::string_view text, std::size_t at) {
  carried = std::min(count, window);
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(count - carried), carried, bytes.begin());
  std::copy_n(
      begins.begin() + static_cast<std::ptrdiff_t>(count - carried), carried, begins.begin());
  std::size_t next = carried;
  while (at < text.size() && next < bytes.size()) {
    const char c = text[at];
    const Meaning meaning = meaning_of(c);
    bytes[next] = static_cast<unsigned char>(c);  // NOLINT(*-constant-array-index): just checked
    begins[next] = at;                            // NOLINT(*-constant-array-index)
    if (meaning != Meaning::depends) [[likely]] {
      next += meaning == Meaning::itself ? 1U : 0U;  // without a branch: spaces are everywhere
      ++at;
      continue;
    }
    const Read read = read_special(text.substr(at));
    bytes[next] = read.byte.value_or(0);  // NOLINT(*-constant-array-index)
    next += read.byte.value_or(0) != 0 ? 1U : 0U;
    at += read.length;
  }
  count = next;
  return at;
}

/// The hash of the last `length` bytes, which goes on from stretch to stretch.
struct Fingerprints::Rolling {
  explicit Rolling(const std::array<std::uint64_t, 256>& table, std::size_t the_length)
      : length(the_length) {
    for (std::size_t i = 0; i < table.size(); ++i) {
      leaving.at(i) = std::rotl(table.at(i), static_cast<int>(length));
    }
  }

  std::array<std::uint64_t, 256> leaving{};  ///< what a byte takes away when it leaves the window
  std::size_t length;
  std::uint64_t hash = 0;
  std::vector<Range> found = {};
};

Fingerprints::Fingerprints() {
  std::random_device random;
  for (std::uint64_t& one : table_) {
    one = (std::uint64_t{random()} << 32U) | random();
  }
}

/// Two bits per piece: with the encodings of a dozen values, one alone would often lie.
std::array<std::uint64_t, 2> Fingerprints::places_of(std::uint64_t hash) {
  return {hash >> (64 - filter_bits), (hash >> (64 - 2 * filter_bits)) & ((1U << filter_bits) - 1)};
}

void Fingerprints::add(std::uint64_t hash) {
  windows_.insert(hash);
  for (const std::uint64_t bit : places_of(hash)) {
    filter_[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
}

bool Fingerprints::may_know(std::uint64_t hash) const {
  const auto [first, second] = places_of(hash);
  return ((filter_[first / 64] >> (first % 64)) & 1U) != 0 &&
         ((filter_[second / 64] >> (second % 64)) & 1U) != 0;
}

void Fingerprints::add_length(std::size_t length) {
  if (std::ranges::find(lengths_, length) == lengths_.end()) {
    lengths_.push_back(length);
  }
}

void Fingerprints::learn_form(std::string_view form) {
  std::vector<unsigned char> bytes;
  for (std::size_t i = 0; i < form.size();) {
    const Read read = read_at(form, i);
    if (read.byte && *read.byte != 0) {
      bytes.push_back(*read.byte);
    }
    i += read.length;
  }
  if (bytes.size() < shortest) {
    return;
  }
  const std::size_t length = std::min(window, bytes.size());
  for (std::size_t i = 0; i + length <= bytes.size(); ++i) {
    const std::span<const unsigned char> piece{bytes.data() + i, length};
    if (!is_varied(piece)) {
      continue;
    }
    std::uint64_t hash = 0;
    for (const unsigned char c : piece) {
      hash = std::rotl(hash, 1) ^ table_.at(c);
    }
    add_length(length);
    add(hash);
  }
  std::ranges::fill(bytes, static_cast<unsigned char>(0));
}

void Fingerprints::learn(std::string_view value) {
  learn_form(value);
  if (value.size() < window) {
    return;  // parts of a short value's encodings would be too short to mean anything
  }
  learn_form(hex_of(value, "0123456789abcdef"));
  learn_form(hex_of(value, "0123456789ABCDEF"));
  for (std::size_t before = 0; before < 3; ++before) {
    const std::string form = base64_inside(value, before);
    learn_form(form);
    learn_form(url_safe(form));
  }
}

void Fingerprints::check(std::string_view text,
                         const Stretch& stretch,
                         std::size_t last,
                         Rolling& rolling) const {
  if (last + 1 >= rolling.length && windows_.contains(rolling.hash)) {
    const std::size_t at = stretch.begins.at(last);
    include(rolling.found,
            {.begin = stretch.begins.at(last + 1 - rolling.length),
             .end = at + read_at(text, at).length});
  }
}

/// `Count` lengths side by side: one hash alone would keep the processor waiting.
template <std::size_t Count>
void Fingerprints::search(std::string_view text, const Stretch& stretch, Rolling* rolling) const {
  std::size_t i = stretch.carried;
  // NOLINTBEGIN(*-constant-array-index,*-pointer-arithmetic): bytes fit, a stretch is no longer
  // than its count, and there are `Count` of them
  for (; i < std::min(window, stretch.count); ++i) {  // the first ones of the text
    for (std::size_t k = 0; k < Count; ++k) {
      Rolling& one = rolling[k];
      one.hash = std::rotl(one.hash, 1) ^ table_[stretch.bytes[i]];
      one.hash ^= i >= one.length ? one.leaving[stretch.bytes[i - one.length]] : 0;
      if (may_know(one.hash)) {
        check(text, stretch, i, one);
      }
    }
  }
  std::array<std::uint64_t, Count> hashes{};
  std::array<std::size_t, Count> lengths{};
  std::array<const std::uint64_t*, Count> leaving{};
  for (std::size_t k = 0; k < Count; ++k) {
    hashes[k] = rolling[k].hash;
    lengths[k] = rolling[k].length;
    leaving[k] = rolling[k].leaving.data();
  }
  for (; i < stretch.count; ++i) {
    const std::uint64_t entering = table_[stretch.bytes[i]];
    for (std::size_t k = 0; k < Count; ++k) {
      hashes[k] = std::rotl(hashes[k], 1) ^ entering ^ leaving[k][stretch.bytes[i - lengths[k]]];
      if (may_know(hashes[k])) [[unlikely]] {
        rolling[k].hash = hashes[k];
        check(text, stretch, i, rolling[k]);
      }
    }
  }
  for (std::size_t k = 0; k < Count; ++k) {
    rolling[k].hash = hashes[k];
  }
  // NOLINTEND(*-constant-array-index,*-pointer-arithmetic)
}

std::vector<Fingerprints::Range> Fingerprints::find(std::string_view text) const {
  std::vector<Range> all;
  if (empty()) {
    return all;
  }
  std::vector<Rolling> rolling;
  for (const std::size_t length : lengths_) {
    rolling.emplace_back(table_, length);
  }
  Stretch stretch;
  for (std::size_t at = 0; at < text.size();) {
    at = stretch.read(text, at);
    for (std::size_t k = 0; k < rolling.size();) {
      Rolling* const next = rolling.data() + k;
      const std::size_t left = rolling.size() - k;
      if (left >= 3) {
        search<3>(text, stretch, next);
      } else if (left == 2) {
        search<2>(text, stretch, next);
      } else {
        search<1>(text, stretch, next);
      }
      k += std::min<std::size_t>(left, 3);
    }
  }
  for (const Rolling& one : rolling) {
    all.insert(all.end(), one.found.begin(), one.found.end());
  }
  std::ranges::sort(all, {}, &Range::end);
  std::vector<Range> out;
  for (const Range& range : all) {
    include(out, range);
  }
  return out;
}

}  // namespace doctor
