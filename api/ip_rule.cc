#include "api/ip_rule.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstddef>

#include <arpa/inet.h>
#include <fmt/format.h>

#include "core/text.h"

namespace doctor::api {
namespace {

/// IPv4 addresses are held in their mapped form, ::ffff:a.b.c.d, so that one comparison serves.
struct Address {
  std::array<unsigned char, 16> bytes{};
  bool v4 = false;
};

struct Network {
  Address address;
  unsigned prefix = 128;  ///< bits of the mapped form
};

constexpr std::size_t mapped_bytes = 12;
constexpr unsigned mapped_bits = 96;

std::optional<Address> read_address(std::string_view text) {
  const std::string name{trim(text)};
  Address out;
  in_addr four{};
  if (inet_pton(AF_INET, name.c_str(), &four) == 1) {
    out.v4 = true;
    out.bytes[10] = out.bytes[11] = 0xff;
    const auto raw = std::bit_cast<std::array<unsigned char, 4>>(four);
    std::ranges::copy(raw, out.bytes.begin() + mapped_bytes);
    return out;
  }
  in6_addr six{};
  if (inet_pton(AF_INET6, name.c_str(), &six) != 1) {
    return std::nullopt;
  }
  std::ranges::copy(six.s6_addr, out.bytes.begin());
  constexpr std::array<unsigned char, mapped_bytes> mapped{
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  out.v4 = std::ranges::equal(mapped, std::span{out.bytes}.first<mapped_bytes>());
  return out;
}

std::optional<Network> read_network(std::string_view text) {
  text = trim(text);
  const auto slash = text.find('/');
  const std::string_view host = text.substr(0, slash);
  const auto address = read_address(host);
  if (!address) {
    return std::nullopt;
  }
  Network out{.address = *address, .prefix = 128};
  if (slash == std::string_view::npos) {
    return out;
  }
  const std::string_view digits = text.substr(slash + 1);
  unsigned prefix = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
  const bool dotted = host.find(':') == std::string_view::npos;
  if (digits.empty() || read.ec != std::errc{} || read.ptr != digits.data() + digits.size() ||
      prefix > (dotted ? 32U : 128U)) {
    return std::nullopt;
  }
  out.prefix = dotted ? prefix + mapped_bits : prefix;
  if (out.prefix < mapped_bits) {
    out.address.v4 = false;  // ::/0 speaks of IPv6, although its range holds the mapped addresses
  }
  return out;
}

bool holds(const Network& network, const Address& address) {
  if (network.address.v4 != address.v4) {
    return false;
  }
  const std::size_t whole = network.prefix / 8;
  const unsigned rest = network.prefix % 8;
  if (!std::equal(address.bytes.begin(),
                  address.bytes.begin() + static_cast<std::ptrdiff_t>(whole),
                  network.address.bytes.begin())) {
    return false;
  }
  const unsigned mask = rest == 0 ? 0U : 0xffU << (8U - rest) & 0xffU;
  return rest == 0 || (address.bytes.at(whole) & mask) == (network.address.bytes.at(whole) & mask);
}

std::string smallest_entry(const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const auto* const start = address.v4 ? &address.bytes[mapped_bytes] : address.bytes.data();
  inet_ntop(address.v4 ? AF_INET : AF_INET6, start, text.data(), text.size());
  return fmt::format("{}/{}", text.data(), address.v4 ? 32 : 128);
}

std::string describe(const IpRule& rule) {
  constexpr std::size_t enough = 80;
  const std::string_view kind = rule.deny ? "deny" : "allow";
  return rule.label.empty()
             ? fmt::format("{} {}", kind, shown(rule.cidr, enough))
             : fmt::format("{} {} ({})", kind, shown(rule.cidr, enough), shown(rule.label, enough));
}

struct Tally {
  const IpRule* denied_by = nullptr;
  const IpRule* allowed_by = nullptr;
  bool any_allow = false;
  bool family_allow = false;  ///< an allow rule of the address's family exists
  bool unreadable_allow = false;
  bool unreadable_deny = false;
};

Tally count(std::span<const IpRule> rules, const Address& client) {
  Tally tally;
  for (const IpRule& rule : rules) {
    tally.any_allow = tally.any_allow || !rule.deny;
    const auto network = read_network(rule.cidr);
    if (!network) {
      (rule.deny ? tally.unreadable_deny : tally.unreadable_allow) = true;
      continue;
    }
    tally.family_allow = tally.family_allow || (!rule.deny && network->address.v4 == client.v4);
    if (holds(*network, client)) {
      (rule.deny ? tally.denied_by : tally.allowed_by) = &rule;
    }
  }
  return tally;
}

}  // namespace

std::string_view word_of(IpVerdict verdict) {
  constexpr std::array<std::string_view, 4> words{
      "allowed", "denied_by_rule", "not_listed", "unknown"};
  return words.at(static_cast<std::size_t>(verdict));
}

bool is_ip_address(std::string_view text) {
  return read_address(text).has_value();
}

IpAnswer evaluate_ip(std::span<const IpRule> rules, std::string_view address) {
  constexpr std::size_t enough = 80;
  IpAnswer out;
  for (const IpRule& rule : rules) {
    if (!read_network(rule.cidr)) {
      out.unreadable.push_back(shown(rule.cidr, enough));
    }
  }
  const auto client = read_address(address);
  if (!client) {
    return out;
  }
  const Tally tally = count(rules, *client);
  out.smallest_entry = smallest_entry(*client);
  if (tally.denied_by != nullptr) {
    out.verdict = IpVerdict::denied_by_rule;
    out.rule = describe(*tally.denied_by);
  } else if (tally.any_allow && tally.allowed_by == nullptr) {
    // An allow entry that cannot be read might have been meant for this address.
    out.verdict = tally.unreadable_allow ? IpVerdict::unknown : IpVerdict::not_listed;
    out.family_has_no_rule = !tally.family_allow;
  } else {
    out.verdict = tally.unreadable_deny ? IpVerdict::unknown : IpVerdict::allowed;
    out.rule = tally.allowed_by == nullptr ? std::string{} : describe(*tally.allowed_by);
  }
  return out;
}

}  // namespace doctor::api
