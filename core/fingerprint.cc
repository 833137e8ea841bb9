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

enum class Plain : std::uint8_t { yes, no };

constexpr std::array<Plain, 256> plain_bytes() {
  std::array<Plain, 256> out{};
  for (const char c : std::string_view{"%\\&= \t\r\n\0", 9}) {
    out.at(static_cast<unsigned char>(c)) = Plain::no;
  }
  return out;
}
constexpr auto plain = plain_bytes();

/// White space, zero bytes and escapes of them mean nothing: values are wrapped there.
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

/// The hash of the last `length` bytes.
struct Fingerprints::Rolling {
  std::size_t length = 0;
  std::uint64_t hash = 0;
};

Fingerprints::Fingerprints() {
  std::random_device random;
  for (std::uint64_t& one : table_) {
    one = (std::uint64_t{random()} << 32U) | random();
  }
}

void Fingerprints::add(std::uint64_t hash) {
  windows_.insert(hash);
  const std::uint64_t bit = hash >> (64 - filter_bits);
  filter_[bit / 64] |= std::uint64_t{1} << (bit % 64);
}

bool Fingerprints::knows(std::uint64_t hash) const {
  const std::uint64_t bit = hash >> (64 - filter_bits);
  return ((filter_[bit / 64] >> (bit % 64)) & 1U) != 0 && windows_.contains(hash);
}

void Fingerprints::add_length(std::size_t length) {
  if (std::ranges::find(lengths_, length) == lengths_.end()) {
    lengths_.push_back(length);
  }
}

void Fingerprints::learn_form(std::string_view form) {
  std::vector<unsigned char> bytes;
  for (std::size_t i = 0; i < form.size();) {
    const auto c = static_cast<unsigned char>(form[i]);
    const Read read = plain.at(c) == Plain::yes ? Read{.byte = c} : read_special(form.substr(i));
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

// One piece, because every byte of a bundle goes through it.
// NOLINTNEXTLINE(readability-function-size)
std::vector<Fingerprints::Range> Fingerprints::find(std::string_view text) const {
  std::vector<Range> out;
  if (empty()) {
    return out;
  }
  std::array<Rolling, window - shortest + 1> rolling{};
  const std::size_t lengths = lengths_.size();
  for (std::size_t k = 0; k < lengths; ++k) {
    rolling.at(k).length = lengths_[k];
  }
  constexpr std::size_t ring = 16;
  std::array<std::size_t, ring> starts{};
  std::array<unsigned char, ring> bytes{};
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size();) {
    auto c = static_cast<unsigned char>(text[i]);
    std::size_t size = 1;
    if (plain[c] == Plain::no) {  // NOLINT(*-constant-array-index): a byte fits
      const Read read = read_special(text.substr(i));
      size = read.length;
      c = read.byte.value_or(0);
      if (c == 0) {
        i += size;
        continue;
      }
    }
    const std::uint64_t entering = table_[c];  // NOLINT(*-constant-array-index): a byte fits
    for (std::size_t k = 0; k < lengths; ++k) {
      Rolling& one = rolling[k];
      one.hash = std::rotl(one.hash, 1) ^ entering;
      if (count >= one.length) [[likely]] {
        const unsigned char old = bytes[(count - one.length) % ring];
        one.hash ^= std::rotl(table_[old], static_cast<int>(one.length));
      }
      if (knows(one.hash) && count + 1 >= one.length) [[unlikely]] {
        const std::size_t first = count + 1 - one.length;
        include(out, {.begin = first == count ? i : starts[first % ring], .end = i + size});
      }
    }
    starts[count % ring] = i;
    bytes[count % ring] = c;
    ++count;
    i += size;
  }
  return out;
}

}  // namespace doctor
