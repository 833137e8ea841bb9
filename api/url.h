#pragma once
// URLs, read strictly (by libcurl's parser) so that every client's reading can be compared with it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace doctor::api {

/// The parts of a URL. Equal when every part is.
struct Url {
  std::string scheme;  ///< lower case: http, https
  std::string user;    ///< non-empty when the URL carries user info; never shown
  std::string host;    ///< lower case, no brackets, IDN left as typed
  std::uint16_t port = 443;
  bool default_port = true;
  std::string path;   ///< as typed, may be empty; no query, no fragment
  std::string query;  ///< without '?'
  bool operator==(const Url&) const = default;
};

/// Error: one phrase saying what is wrong ("no scheme", "port out of range", "spaces inside").
Result<Url> parse_url(std::string_view text);
/// A host as the DNS and certificates write it: international labels in ASCII (`xn--…`). Unchanged
/// when there are none, or when it is no international name.
std::string ascii_host(const std::string& host);
/// `https://host[:port]`: what a credential is bound to.
std::string origin(const Url& url);
/// Origin and path, no user info, no query: fit to be shown.
std::string shown_url(const Url& url);
bool is_loopback(std::string_view host);  ///< localhost, *.localhost, 127.0.0.0/8, ::1
bool is_ip_literal(std::string_view host);
std::string percent_encode_segment(std::string_view segment);  ///< RFC 3986 unreserved kept
std::string percent_encode_path(std::string_view path);        ///< segments, slashes kept

}  // namespace doctor::api
