#pragma once
// A place in a text that must not leave, and as what it is counted.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace doctor::bundle {

/// In order of precedence where two overlap: what is secret comes before what is a name.
enum class Kind : std::uint8_t {
  known,
  agent_key,
  user_key,
  platform_key,
  token,
  jwt,
  private_key,
  certificate,
  header,
  cookie,
  payment,
  password,
  value,
  login,
  totp,
  mnemonic,
  hex_key,
  vendor_key,
  random,
  email,
  ipv4,
  ipv6,
  uuid,
  user,
  name,
  path,
};

constexpr std::array<std::string_view, 26> kind_names{
    "known-secret", "agent-key", "user-key", "platform-key", "token",    "jwt",   "private-key",
    "certificate",  "header",    "cookie",   "payment",      "password", "value", "login",
    "totp",         "mnemonic",  "hex-key",  "key",          "random",   "email", "ipv4",
    "ipv6",         "uuid",      "user",     "name",         "path"};

/// As in stand-ins and counts: `agent-key`, `email`.
constexpr std::string_view name_of(Kind kind) {
  return kind_names.at(static_cast<std::size_t>(kind));
}
/// Names, addresses and ids: what --keep-names keeps.
constexpr bool is_name(Kind kind) {
  return kind >= Kind::email;
}

/// Bytes `begin` up to, without, `end` of a text.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  Kind kind = Kind::value;
};
/// In no order, and they may overlap.
using Spans = std::vector<Span>;

}  // namespace doctor::bundle
