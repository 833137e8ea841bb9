#pragma once

#include <string>

namespace doctor::probes {

/// Loopback, private (RFC 1918, RFC 4193), link-local, carrier-grade NAT, documentation,
/// unspecified or multicast: an address at which a public service cannot be.
bool is_special_address(const std::string& address);

}  // namespace doctor::probes
