#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include <arpa/inet.h>

#include "bundle/finders.h"
#include "bundle/look.h"

namespace doctor::bundle {
namespace {

constexpr std::size_t shortest_run = 24;
constexpr std::size_t shortest_base64 = 40;
constexpr std::size_t shortest_phrase = 47;  // twelve words of three letters

using Set = std::array<bool, 256>;

constexpr Set set_of(std::string_view chars) {
  Set out{};
  for (const char c : chars) {
    out.at(static_cast<unsigned char>(c)) = true;
  }
  return out;
}

constexpr Set run_chars =
    set_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=");
constexpr Set base64_chars =
    set_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=/");
constexpr Set phrase_chars = set_of("abcdefghijklmnopqrstuvwxyz ,\"'\n\t");

bool in(const Set& set, char c) {
  return set[static_cast<unsigned char>(c)];  // NOLINT(*-constant-array-index): a byte fits
}

/// Calls `found(begin, end)` for every run of at least `least` characters of `set`. Looks at one
/// character in `least`, and around it only where it belongs to the set.
template <typename Found>
void each_run(std::string_view text, const Set& set, std::size_t least, Found found) {
  std::size_t done = 0;
  for (std::size_t probe = least - 1; probe < text.size();) {
    if (!in(set, text[probe])) {
      done = probe + 1;
      probe += least;
      continue;
    }
    std::size_t begin = probe;
    while (begin > done && in(set, text[begin - 1])) {
      --begin;
    }
    std::size_t end = probe + 1;
    const std::size_t enough = begin + least;
    while (end < text.size() && end < enough && in(set, text[end])) {
      ++end;
    }
    if (end < enough) {  // too short
      done = end;
      probe = end + least;
      continue;
    }
    while (end < text.size() && in(set, text[end])) {
      ++end;
    }
    found(begin, end);
    done = end;
    probe = end + least;
  }
}

void add_uuids(std::string_view run, std::size_t offset, Spans& out) {
  constexpr std::size_t length = 36;
  for (std::size_t i = 0; i + length <= run.size(); ++i) {
    if (run[i + 8] == '-' && is_uuid(run.substr(i, length))) {
      out.push_back({.begin = offset + i, .end = offset + i + length, .kind = Kind::uuid});
      i += length - 1;
    }
  }
}

bool is_digest(std::string_view text, std::size_t begin) {
  const std::string_view before =
      text.substr(begin < 8 ? 0 : begin - 8, std::min<std::size_t>(begin, 8));
  return before.ends_with("sha256:") || before.ends_with("sha512:");
}

std::size_t value_begin(std::string_view run) {
  const std::size_t equal = run.find('=');  // NAME=value, but not padding
  return equal == std::string_view::npos ||
                 run.find_first_not_of('=', equal) == std::string_view::npos
             ? 0
             : equal + 1;
}

void look_at_run(std::string_view text, std::size_t begin, std::size_t end, Spans& out) {
  const std::string_view whole = text.substr(begin, end - begin);
  add_uuids(whole, begin, out);
  const std::size_t skip = value_begin(whole);
  const std::string_view run = whole.substr(skip);
  if (is_digest(text, begin) || run.starts_with("sha256-") || run.starts_with("sha512-") ||
      !looks_like_key(run)) {
    return;
  }
  std::size_t first = begin + skip;
  while (first > 0 && skip == 0 && in(base64_chars, text[first - 1])) {
    --first;
  }
  while (end < text.size() && in(base64_chars, text[end])) {
    ++end;
  }
  const bool hex = is_hex(run.starts_with("0x") ? run.substr(2) : run);
  out.push_back({.begin = first, .end = end, .kind = hex ? Kind::hex_key : Kind::random});
}

bool is_small(char c) {
  return c >= 'a' && c <= 'z';
}

constexpr std::size_t longest_seed_word = 8;

/// A short word as a number: comparing it with a list is then quick.
constexpr std::uint64_t packed(std::string_view word) {
  std::uint64_t out = 0;
  for (const char c : word) {
    out = (out << 8U) | static_cast<unsigned char>(c);
  }
  return out;
}

/// Words that seed phrases never hold and sentences rarely lack.
constexpr auto ordinary = [] {
  constexpr auto words = std::to_array<std::string_view>(
      {"the",  "and",  "for",  "are",    "was",    "not",   "with",   "your", "you",
       "its",  "has",  "does", "than",   "been",   "which", "where",  "from", "into",
       "only", "were", "must", "should", "before", "but",   "because"});
  std::array<std::uint64_t, words.size()> out{};
  std::transform(words.begin(), words.end(), out.begin(), packed);
  return out;
}();

bool is_seed_word(std::string_view word) {
  if (word.size() < 3 || word.size() > longest_seed_word) {
    return false;
  }
  const std::uint64_t number = packed(word);
  bool found = false;
  for (const std::uint64_t one : ordinary) {  // all of them: quicker than stopping early
    found |= one == number;
  }
  return !found;
}

void look_at_phrase(std::string_view text, std::size_t begin, std::size_t end, Spans& out) {
  constexpr std::size_t least = 12;
  std::size_t count = 0;
  std::size_t first = begin;
  std::size_t last = begin;
  const auto close = [&] {
    if (count >= least) {
      out.push_back({.begin = first, .end = last, .kind = Kind::mnemonic});
    }
    count = 0;
  };
  for (std::size_t at = begin; at < end;) {
    if (!is_small(text[at])) {
      ++at;
      continue;
    }
    std::size_t stop = at;
    while (stop < end && is_small(text[stop])) {
      ++stop;
    }
    const bool joined = count == 0 || at - last <= 6;  // `", "`, a break and an indentation
    const bool seed = is_seed_word(text.substr(at, stop - at));
    if (!joined || !seed) {
      close();
    }
    if (seed) {
      first = count == 0 ? at : first;
      last = stop;
      ++count;
    }
    at = stop;
  }
  close();
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_hex_digit(char c) {
  const char low = static_cast<char>(c | 0x20);
  return is_digit(c) || (low >= 'a' && low <= 'f');
}

bool is_mail_char(char c) {
  return is_word_char(c) || c == '.' || c == '-' || c == '+' || c == '%';
}

/// Ours and the documentation's: nobody's name.
bool is_public_mail(std::string_view domain) {
  return domain == "1claw.xyz" || domain.ends_with(".1claw.xyz") || domain == "1claw.co" ||
         domain == "example.com" || domain.ends_with(".example") || domain.ends_with(".invalid");
}

void look_at_ipv4(std::string_view text, std::size_t dot, Spans& out) {
  std::size_t begin = dot;
  while (begin > 0 && is_digit(text[begin - 1]) && dot - begin < 4) {
    --begin;
  }
  if (begin > 0 &&
      (is_word_char(text[begin - 1]) || text[begin - 1] == '.' || text[begin - 1] == '-')) {
    return;  // the middle of something else, or a version: v1.2.3.4
  }
  std::size_t end = dot;
  while (end < text.size() && end - begin < 16 && (is_digit(text[end]) || text[end] == '.')) {
    ++end;
  }
  while (end > begin && text[end - 1] == '.') {
    --end;
  }
  const std::string_view address = text.substr(begin, end - begin);
  std::array<char, 17> buffer{};
  std::array<unsigned char, 4> bytes{};
  if (address.size() < 7 || address.size() > 15 || std::ranges::count(address, '.') != 3 ||
      (end < text.size() && is_word_char(text[end]))) {
    return;
  }
  std::memcpy(buffer.data(), address.data(), address.size());
  if (::inet_pton(AF_INET, buffer.data(), bytes.data()) == 1) {
    out.push_back({.begin = begin, .end = end, .kind = Kind::ipv4});
  }
}

bool is_ipv6_char(char c) {
  return is_hex_digit(c) || c == ':' || c == '.';
}

/// Returns where to go on: always behind the colon, even if what was looked at ends before it.
std::size_t look_at_ipv6(std::string_view text, std::size_t colon, Spans& out) {
  constexpr std::size_t longest = 45;
  std::size_t begin = colon;
  while (begin > 0 && colon - begin < 5 && is_hex_digit(text[begin - 1])) {
    --begin;
  }
  std::size_t end = colon;
  std::size_t colons = 0;
  while (end < text.size() && end - begin <= longest && is_ipv6_char(text[end])) {
    colons += text[end] == ':' ? 1U : 0U;
    ++end;
  }
  while (end > begin &&
         (text[end - 1] == '.' ||
          (text[end - 1] == ':' && !text.substr(begin, end - begin).ends_with("::")))) {
    --end;
  }
  const bool inside = (begin > 0 && is_word_char(text[begin - 1])) ||
                      (end < text.size() && is_word_char(text[end]));
  if (colons < 2 || inside || end - begin > longest || end - begin < 4) {
    return std::max(end, colon + 1);
  }
  std::array<char, longest + 1> buffer{};
  std::array<unsigned char, 16> bytes{};
  std::memcpy(buffer.data(), text.data() + begin, end - begin);
  if (::inet_pton(AF_INET6, buffer.data(), bytes.data()) == 1) {
    out.push_back({.begin = begin, .end = end, .kind = Kind::ipv6});
  }
  return std::max(end, colon + 1);
}

bool is_digit_at(std::string_view text, std::size_t at) {
  return at < text.size() && is_digit(text[at]);
}

}  // namespace

void find_runs(std::string_view text, Spans& out) {
  // Slashes make short runs of base64; many paths are as long, but made of words.
  each_run(text, base64_chars, shortest_base64, [&](std::size_t begin, std::size_t end) {
    const std::string_view run = text.substr(begin, end - begin);
    if (run.find_first_of("/+") != std::string_view::npos && looks_like_key(run)) {
      out.push_back({.begin = begin, .end = end, .kind = Kind::random});
    }
  });
  each_run(text, run_chars, shortest_run, [&](std::size_t begin, std::size_t end) {
    look_at_run(text, begin, end, out);
  });
}

void find_mnemonics(std::string_view text, Spans& out) {
  each_run(text, phrase_chars, shortest_phrase, [&](std::size_t begin, std::size_t end) {
    look_at_phrase(text, begin, end, out);
  });
}

void find_emails(std::string_view text, Spans& out) {
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && is_mail_char(text[begin - 1])) {
      --begin;
    }
    std::size_t end = at + 1;
    while (end < text.size() && (is_word_char(text[end]) || text[end] == '-' || text[end] == '.')) {
      ++end;
    }
    while (end > at && text[end - 1] == '.') {
      --end;
    }
    const std::string_view domain = text.substr(at + 1, end - at - 1);
    const std::string_view top = domain.substr(domain.rfind('.') + 1);
    const bool is_name =
        top.size() > 1 && top.size() < domain.size() &&
        std::ranges::all_of(top, [](char c) { return is_word_char(c) && (c > '9'); });
    if (begin < at && is_name && !is_public_mail(domain)) {
      out.push_back({.begin = begin, .end = end, .kind = Kind::email});
    }
  }
}

void find_addresses(std::string_view text, Spans& out) {
  for (std::size_t at = text.find('.'); at != std::string_view::npos; at = text.find('.', at + 1)) {
    if (at > 0 && is_digit_at(text, at - 1) && is_digit_at(text, at + 1)) {
      look_at_ipv4(text, at, out);
    }
  }
  for (std::size_t at = text.find(':'); at != std::string_view::npos;) {
    const bool candidate = at + 1 < text.size() && is_ipv6_char(text[at + 1]) &&
                           (text[at + 1] == ':' || (at > 0 && is_ipv6_char(text[at - 1])));
    at = text.find(':', candidate ? look_at_ipv6(text, at, out) : at + 1);
  }
}

}  // namespace doctor::bundle
