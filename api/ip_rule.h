#pragma once
// Organisation IP rules. Source: OpenAPI /v1/security/ip-rules and the March test page
// (allow|block, description). Precedence is undocumented: any matching deny wins, and when allow
// rules exist one of them must match [inferred], so a verdict built on this is at most `likely`.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace doctor::api {

/// One entry of the organisation's list.
struct IpRule {
  std::string id;
  bool deny = false;
  std::string cidr;  ///< as listed; a bare address means one host
  std::string label;
};

/// What the list means for an address; `not_listed`: there are allow rules, and none matches.
enum class IpVerdict : std::uint8_t { allowed, denied_by_rule, not_listed, unknown };
/// The enumerator's name, as facts have it.
std::string_view word_of(IpVerdict verdict);

/// What the list says of one address.
struct IpAnswer {
  IpVerdict verdict = IpVerdict::unknown;
  std::string rule;                 ///< `deny 10.0.0.0/8 (office)`: the rule that decided
  std::string smallest_entry;       ///< the CIDR to add: `203.0.113.9/32`, `2001:db8::1/128`
  bool family_has_no_rule = false;  ///< not_listed, and no allow rule of this address family exists
  std::vector<std::string> unreadable;  ///< entries that are no CIDR, fit to be shown
};

/// IPv4-mapped IPv6 addresses are judged as IPv4. Without any rule every address is allowed.
/// `unknown`: `address` is none, or the answer hangs on an entry that cannot be read.
IpAnswer evaluate_ip(std::span<const IpRule> rules, std::string_view address);
bool is_ip_address(std::string_view text);

}  // namespace doctor::api
