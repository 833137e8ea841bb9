#pragma once
// Readings of a TLS handshake that the probe `tls` states as facts.

#include <optional>
#include <span>
#include <string_view>

#include "core/time.h"
#include "net/answer.h"

namespace doctor::probes {

/// The interception product that an issuer in the chain names (`Zscaler`, `mitmproxy`), if one
/// does. Source: the products' default root certificate names.
std::optional<std::string_view> interceptor_named_by(std::span<const net::Certificate> chain);
/// The server answered the ClientHello with something that is not TLS.
bool contains_plain_http(const net::Answer& answer);
/// A clock before this shows a time at which this program did not exist.
TimePoint release_time();

}  // namespace doctor::probes
