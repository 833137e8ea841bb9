#include "bundle/pseudonyms.h"

#include <algorithm>
#include <array>
#include <vector>

#include <arpa/inet.h>
#include <fmt/format.h>

#include "core/random.h"
#include "core/text.h"

namespace doctor::bundle {
namespace {

std::uint64_t hash_of(std::uint64_t key, std::string_view kind, std::string_view value) {
  std::uint64_t hash = key;
  const auto take = [&hash, key](std::string_view text) {
    for (const char c : text) {
      hash = (hash ^ static_cast<unsigned char>(c)) * key;
      hash ^= hash >> 29U;
    }
  };
  take(kind);
  hash = (hash ^ 0xffffU) * key;
  take(value);
  return hash ^ (hash >> 32U);
}

constexpr std::string_view uuid_beginning = "00000000-0000-4000-8000-";

using Octets = std::array<unsigned char, 4>;

bool stays(const Octets& a) {
  const bool documentation = (a[0] == 192 && a[1] == 0 && a[2] == 2) ||
                             (a[0] == 198 && a[1] == 51 && a[2] == 100) ||
                             (a[0] == 203 && a[1] == 0 && a[2] == 113);
  return documentation || a[0] == 0 || a[0] == 127 || a[0] == 255 || (a[0] == 169 && a[1] == 254);
}

/// How many leading octets say "private" and stay.
bool is_carrier_or_172(const Octets& a) {
  return (a[0] == 172 && (a[1] & 0xf0U) == 16) || (a[0] == 100 && (a[1] & 0xc0U) == 64);
}

/// How many octets say which kind of network it is, and stay.
std::size_t kept_octets(const Octets& a) {
  if (a[0] == 10 || is_carrier_or_172(a)) {
    return 1;
  }
  return a[0] == 192 && a[1] == 168 ? 2 : 0;
}

/// What the first pseudonym of an octet is: public addresses move to where nobody's are, those of a
/// block inside it.
unsigned first_value(std::size_t place, const Octets& a) {
  constexpr unsigned reserved = 224;
  if (place == 1 && is_carrier_or_172(a)) {
    return a[0] == 172 ? 16 : 64;
  }
  return place == 0 ? reserved : 0;
}

constexpr std::array<unsigned, 4> most_values{255, 254, 254, 254};

std::string without_number(std::string_view kind) {
  return fmt::format("[{}]", kind);
}

}  // namespace

Pseudonyms::Pseudonyms() : key_(random_word() | 1U), other_key_(random_word() | 1U) {}

void Pseudonyms::continue_after(std::uint32_t last) {
  after_ = last;
}

std::uint32_t Pseudonyms::number(std::string_view kind, std::string_view value) {
  const std::uint64_t first = hash_of(key_, kind, value);
  const std::uint64_t second = hash_of(other_key_, kind, value);
  if (const auto found = numbers_.find(first); found != numbers_.end()) {
    return found->second.first == second ? found->second.second : 0;
  }
  if (numbers_.size() >= most) {
    return 0;
  }
  const bool of_address = kind.starts_with("ipv4") || kind.starts_with("ipv6");
  const auto place =
      last_.try_emplace(std::string{kind}, of_address ? 0 : after_.value_or(0)).first;
  const std::uint32_t next = ++place->second;
  numbers_.emplace(first, std::pair{second, next});
  return next;
}

std::string Pseudonyms::marked(std::string_view kind, std::string_view value) {
  const std::uint32_t id = number(kind, value);
  return id == 0 ? without_number(kind) : fmt::format("[{}#{}]", kind, id);
}

std::string Pseudonyms::named(std::string_view kind, std::string_view value) {
  const std::uint32_t id = number(kind, value);
  return id == 0 ? without_number(kind) : fmt::format("{}-{}", kind, id);
}

std::string Pseudonyms::email(std::string_view address) {
  const auto at = address.rfind('@');
  if (after_ && address.starts_with("person-") && address.ends_with(".invalid")) {
    return std::string{address};
  }
  const std::string folded = lower(address);
  const std::uint32_t person = number("person", folded);
  const std::uint32_t domain = number("mail", std::string_view{folded}.substr(at + 1));
  return person == 0 || domain == 0 ? without_number("email")
                                    : fmt::format("person-{}@mail-{}.invalid", person, domain);
}

std::string Pseudonyms::ipv4(std::string_view address) {
  Octets octets{};
  if (::inet_pton(AF_INET, std::string{address}.c_str(), octets.data()) != 1 || stays(octets)) {
    return std::string{address};
  }
  const std::size_t kept = kept_octets(octets);
  std::array<unsigned, 4> out{};
  std::string prefix = "ipv4";
  for (std::size_t i = 0; i < octets.size(); ++i) {
    out.at(i) = octets.at(i);
    if (i >= kept) {
      const std::uint32_t id = number(prefix, std::to_string(octets.at(i)));
      if (id == 0) {
        return without_number("ip");
      }
      out.at(i) = first_value(i, octets) + id - 1;
    }
    if (out.at(i) > most_values.at(i)) {
      return marked("ip", address);
    }
    prefix += fmt::format(".{}", octets.at(i));
  }
  return fmt::format("{}.{}.{}.{}", out[0], out[1], out[2], out[3]);
}

std::string Pseudonyms::ipv6(std::string_view address) {
  std::array<unsigned char, 16> bytes{};
  if (::inet_pton(AF_INET6, std::string{address}.c_str(), bytes.data()) != 1) {
    return std::string{address};
  }
  const auto group = [&bytes](std::size_t i) {
    return static_cast<unsigned>(bytes.at(2 * i) * 256 + bytes.at(2 * i + 1));
  };
  const bool special = group(0) == 0 || (group(0) & 0xffc0U) == 0xfe80U ||
                       (group(0) == 0x2001U && group(1) == 0xdb8U);
  if (special && (group(0) != 0 || (group(5) == 0 && group(6) == 0))) {
    return std::string{address};
  }
  // The network of the provider, of the site, and of the link, each counted within the wider one.
  std::string prefix = fmt::format("ipv6 {:x}:{:x}", group(0), group(1));
  const std::uint32_t provider = number("ipv6", prefix);
  const std::uint32_t site = number(prefix, fmt::format("{:x}", group(2)));
  prefix += fmt::format(":{:x}", group(2));
  const std::uint32_t link = number(prefix, fmt::format("{:x}", group(3)));
  prefix += fmt::format(":{:x}", group(3));
  const std::uint32_t host =
      number(prefix, fmt::format("{:x}:{:x}:{:x}:{:x}", group(4), group(5), group(6), group(7)));
  constexpr std::uint32_t widest = 0xfff;
  if (provider == 0 || site == 0 || link == 0 || host == 0 || provider > widest || host > 0xffff) {
    return without_number("ip");
  }
  return fmt::format("3fff:{:x}:{:x}:{:x}::{:x}", provider, site, link, host);
}

std::string Pseudonyms::uuid(std::string_view value) {
  if (after_ && value.starts_with(uuid_beginning)) {
    return std::string{value};
  }
  const std::uint32_t id = number("uuid", lower(value));
  return id == 0 ? without_number("uuid") : fmt::format("{}{:012x}", uuid_beginning, id);
}

std::string Pseudonyms::path(std::string_view value) {
  std::vector<std::string> parts = split(value, '/');
  for (std::string& part : parts) {
    if (!part.empty() && part.find_first_not_of('*') != std::string::npos) {
      part = named("part", part);
    }
  }
  return join(parts, "/");
}

}  // namespace doctor::bundle
