#include "core/fingerprint.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "core/random.h"

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
  std::array<unsigned char, least> seen{};
  std::size_t count = 0;
  for (const unsigned char c : piece) {
    const std::span known = std::span{seen}.first(count);
    if (std::ranges::find(known, c) == known.end()) {
      seen.at(count++) = c;
      if (count == least) {
        return true;
      }
    }
  }
  return false;
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
  static constexpr std::size_t longest_text = std::size_t{1} << 20U;  ///< of blanks, above all

  std::array<unsigned char, window + size + block_load> bytes{};
  std::array<std::uint32_t, window + size>
      offsets{};                                     ///< where in the text each stands, from start
  std::array<std::size_t, window> carried_begins{};  ///< … of the stretch before, from the text's
  std::size_t start = 0;
  std::size_t carried = 0;  ///< bytes of the stretch before
  std::size_t count = 0;

  /// Where in the text the byte stands.
  std::size_t begin_of(std::size_t index) const {
    return index < carried ? carried_begins.at(index) : start + offsets.at(index);
  }
  /// Reads on from `at`, and returns where it stopped.
  std::size_t read(std::string_view text, std::size_t at);
};

std::size_t Fingerprints::Stretch::read(std::string_view text, std::size_t at) {
  std::array<std::size_t, window> begins{};
  const std::size_t kept = std::min(count, window - 1);
  for (std::size_t i = 0; i < kept; ++i) {
    begins.at(i) = begin_of(count - kept + i);
    bytes.at(i) = bytes.at(count - kept + i);
  }
  carried_begins = begins;
  carried = kept;
  start = at;
  std::size_t next = carried;
  const std::size_t end = std::min(text.size(), at + longest_text);
  while (at < end && next < window + size) {
    const char c = text[at];
    const Meaning meaning = meaning_of(c);
    bytes[next] = static_cast<unsigned char>(c);             // NOLINT(*-constant-array-index)
    offsets[next] = static_cast<std::uint32_t>(at - start);  // NOLINT(*-constant-array-index)
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

void HashSet::reserve(std::size_t count) {
  constexpr std::size_t least = 64;
  const std::size_t wanted = std::bit_ceil(std::max(least, count + count / 2));
  if (wanted <= places_.size()) {
    return;
  }
  const std::vector<std::uint64_t> old =
      std::exchange(places_, std::vector<std::uint64_t>(wanted, 0));
  for (const std::uint64_t hash : old) {
    if (hash != 0) {
      places_[place_of(hash)] = hash;
    }
  }
}

void HashSet::insert(std::uint64_t hash) {
  reserve(count_ + 1);
  std::uint64_t& place = places_[place_of(hash)];
  count_ += place == 0 ? 1 : 0;
  place = filled(hash);
}

Fingerprints::Fingerprints() {
  fill_with_random(table_);
  long_.key = random_word() | 1U;
  short_.key = random_word() | 1U;
}

std::size_t Fingerprints::Sieve::place_of(const unsigned char* bytes) const {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes, sizeof value);
  return ((value & mask) * key) >> (64 - filter_bits);
}

void Fingerprints::Sieve::set(const unsigned char* bytes) {
  const std::size_t bit = place_of(bytes);
  bits.at(bit / 64) |= std::uint64_t{1} << (bit % 64);
}

bool Fingerprints::Sieve::may_hold(const unsigned char* bytes) const {
  const std::size_t bit = place_of(bytes);
  return ((bits[bit / 64] >> (bit % 64)) & 1U) != 0;  // NOLINT(*-constant-array-index): it fits
}

std::uint64_t Fingerprints::hash_of(std::span<const unsigned char> piece) const {
  std::uint64_t hash = 0;
  for (const unsigned char c : piece) {
    hash = std::rotl(hash, 1) ^ table_.at(c);
  }
  return hash;
}

/// Every stretch of `stride` places of a text has one that is looked at; whichever of the piece's
/// places that is, it must be known. All but the last were the piece's before it, when `follows`.
void Fingerprints::add(std::span<const unsigned char> piece, std::uint64_t hash, bool follows) {
  Sieve& sieve = piece.size() == window ? long_ : short_;
  std::array<unsigned char, block_load> block{};
  for (std::size_t i = follows ? sieve.stride - 1 : 0; i < sieve.stride; ++i) {
    std::copy_n(piece.begin() + static_cast<std::ptrdiff_t>(i), sieve.block, block.begin());
    sieve.set(block.data());
  }
  if (std::ranges::find(sieve.lengths, piece.size()) == sieve.lengths.end()) {
    sieve.lengths.push_back(piece.size());
  }
  pieces_.insert(hash);
}

void Fingerprints::learn_form(std::string_view form) {
  std::vector<unsigned char> bytes;
  bytes.reserve(form.size());
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
  pieces_.reserve(pieces_.size() + bytes.size());
  bool follows = false;
  std::uint64_t hash = hash_of({bytes.data(), length});
  for (std::size_t i = 0; i + length <= bytes.size(); ++i) {
    const std::span<const unsigned char> piece{bytes.data() + i, length};
    if (i > 0) {  // the hash rolls: one byte leaves, one comes
      hash = std::rotl(hash, 1) ^ std::rotl(table_.at(bytes[i - 1]), static_cast<int>(length)) ^
             table_.at(piece.back());
    }
    const bool added = is_varied(piece);
    if (added) {
      add(piece, hash, follows);
    }
    follows = added;
  }
  std::ranges::fill(bytes, static_cast<unsigned char>(0));
}

void Fingerprints::learn(std::string_view value) {
  learn_form(value);
  if (value.size() < window) {
    return;  // parts of a short value's encodings would be too short to mean anything
  }
  constexpr std::size_t longer = 9;  // all forms together, as many times as long
  pieces_.reserve(pieces_.size() + longer * value.size());
  learn_form(hex_of(value, "0123456789abcdef"));
  learn_form(hex_of(value, "0123456789ABCDEF"));
  for (std::size_t before = 0; before < 3; ++before) {
    const std::string form = base64_inside(value, before);
    learn_form(form);
    if (std::string safe = url_safe(form); safe != form) {
      learn_form(safe);
    }
  }
}

/// The block at `place` is one of a piece: which pieces begin at most a stride before it?
void Fingerprints::check(std::string_view text,
                         const Stretch& stretch,
                         const Sieve& sieve,
                         std::size_t place,
                         std::vector<Range>& found) const {
  const std::size_t first = place - std::min(place, sieve.stride - 1);
  for (std::size_t begin = first; begin <= place; ++begin) {
    for (const std::size_t length : sieve.lengths) {
      if (begin + length > stretch.count ||
          !pieces_.contains(hash_of({stretch.bytes.data() + begin, length}))) {
        continue;
      }
      const std::size_t last = stretch.begin_of(begin + length - 1);
      found.push_back({.begin = stretch.begin_of(begin), .end = last + read_at(text, last).length});
    }
  }
}

void Fingerprints::search(std::string_view text,
                          const Stretch& stretch,
                          const Sieve& sieve,
                          std::vector<Range>& found) const {
  if (sieve.lengths.empty()) {
    return;
  }
  for (std::size_t place = 0; place + sieve.block <= stretch.count; place += sieve.stride) {
    if (sieve.may_hold(stretch.bytes.data() + place))
        [[unlikely]] {  // NOLINT(*-pointer-arithmetic)
      check(text, stretch, sieve, place, found);
    }
  }
}

std::vector<Fingerprints::Range> Fingerprints::find(std::string_view text) const {
  std::vector<Range> all;
  if (empty()) {
    return all;
  }
  Stretch stretch;
  for (std::size_t at = 0; at < text.size();) {
    at = stretch.read(text, at);
    search(text, stretch, long_, all);
    search(text, stretch, short_, all);
  }
  std::ranges::sort(all, {}, &Range::end);
  std::vector<Range> out;
  for (const Range& range : all) {
    include(out, range);
  }
  return out;
}

}  // namespace doctor
