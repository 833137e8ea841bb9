#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace doctor::probes {

/// Loopback, private (RFC 1918, RFC 4193), link-local, carrier-grade NAT, documentation,
/// unspecified or multicast: an address at which a public service cannot be.
bool is_special_address(const std::string& address);
/// What filters answer for names they block: the null address, loopback, or the documented address
/// of a product's block page. Empty: none of them.
std::string_view sinkhole_of(const std::string& address);
/// One word for address families (4, 6): none, ipv4, ipv6, both.
std::string families_word(const std::vector<int>& families);

}  // namespace doctor::probes
