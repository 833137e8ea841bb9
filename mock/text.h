#pragma once
// Small text tools of the mock.

#include <string>
#include <string_view>
#include <vector>

namespace doctor::mock {

std::string lower(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);
/// `%41` → `A`; a malformed escape stays as it is.
std::string percent_decoded(std::string_view text);
/// `*` is one path segment (or part of one), `**` zero or more whole segments; case-sensitive.
bool glob_matches(std::string_view pattern, std::string_view path);
/// `*.example` matches `a.example`; `*` matches all; else equality.
bool host_matches(std::string_view pattern, std::string_view host);
/// Address in a network `a.b.c.d/n`, IPv6 alike; a bare address is a network of one.
bool in_network(std::string_view address, std::string_view cidr);
/// The same UUID for the same text, so that records need not spell out an id.
std::string stable_uuid(std::string_view text);
std::string base64(std::string_view bytes);
std::string base64url(std::string_view bytes);
std::string from_base64url(std::string_view text);
std::string sha256(std::string_view bytes);
std::string sha256_hex(std::string_view bytes);

}  // namespace doctor::mock
