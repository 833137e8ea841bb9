#include "probes/addresses.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include <arpa/inet.h>

namespace doctor::probes {
namespace {

using Bytes = std::array<unsigned char, 16>;

struct Range {
  int family;
  std::string_view network;
  unsigned prefix;
};

// Source: IANA special-purpose address registries (RFC 6890).
constexpr std::array ranges{
    Range{AF_INET, "0.0.0.0", 8},
    Range{AF_INET, "10.0.0.0", 8},
    Range{AF_INET, "100.64.0.0", 10},
    Range{AF_INET, "127.0.0.0", 8},
    Range{AF_INET, "169.254.0.0", 16},
    Range{AF_INET, "172.16.0.0", 12},
    Range{AF_INET, "192.0.2.0", 24},
    Range{AF_INET, "192.168.0.0", 16},
    Range{AF_INET, "198.18.0.0", 15},
    Range{AF_INET, "198.51.100.0", 24},
    Range{AF_INET, "203.0.113.0", 24},
    Range{AF_INET, "224.0.0.0", 3},
    Range{AF_INET6, "::", 127},
    Range{AF_INET6, "fc00::", 7},
    Range{AF_INET6, "fe80::", 10},
    Range{AF_INET6, "ff00::", 8},
    Range{AF_INET6, "2001:db8::", 32},
};

bool parse(int family, std::string_view text, Bytes& bytes) {
  return inet_pton(family, std::string{text}.c_str(), bytes.data()) == 1;
}

bool inside(const Bytes& address, const Range& range) {
  Bytes network{};
  parse(range.family, range.network, network);
  const std::size_t whole = range.prefix / 8;
  const unsigned rest = range.prefix % 8;
  if (!std::equal(
          network.begin(), network.begin() + static_cast<std::ptrdiff_t>(whole), address.begin())) {
    return false;
  }
  const auto mask = static_cast<unsigned char>(0xffU << (8 - rest));
  return rest == 0 || (network.at(whole) & mask) == (address.at(whole) & mask);
}

}  // namespace

bool is_special_address(const std::string& address) {
  const int family = address.find(':') == std::string::npos ? AF_INET : AF_INET6;
  Bytes bytes{};
  return parse(family, address, bytes) && std::ranges::any_of(ranges, [&](const Range& range) {
           return range.family == family && inside(bytes, range);
         });
}

std::string_view sinkhole_of(const std::string& address) {
  struct Sink {
    Range range;
    std::string_view name;
  };
  // Sources: the vendors' own pages on block pages and DNS sinkholes.
  static constexpr std::array sinks{
      Sink{.range = {AF_INET, "0.0.0.0", 32}, .name = "the null address"},
      Sink{.range = {AF_INET6, "::", 128}, .name = "the null address"},
      Sink{.range = {AF_INET, "127.0.0.0", 8}, .name = "loopback"},
      Sink{.range = {AF_INET6, "::1", 128}, .name = "loopback"},
      Sink{.range = {AF_INET, "146.112.61.104", 29}, .name = "Cisco Umbrella's block page"},
      Sink{.range = {AF_INET, "208.91.112.55", 32}, .name = "FortiGuard's block page"},
      Sink{.range = {AF_INET, "72.5.65.111", 32}, .name = "Palo Alto Networks' sinkhole"},
  };
  const int family = address.find(':') == std::string::npos ? AF_INET : AF_INET6;
  Bytes bytes{};
  if (!parse(family, address, bytes)) {
    return {};
  }
  const auto* const found = std::ranges::find_if(sinks, [&](const Sink& sink) {
    return sink.range.family == family && inside(bytes, sink.range);
  });
  return found == sinks.end() ? std::string_view{} : found->name;
}

std::string families_word(const std::vector<int>& families) {
  return families.size() > 1     ? "both"
         : families.empty()      ? "none"
         : families.front() == 4 ? "ipv4"
                                 : "ipv6";
}

}  // namespace doctor::probes
