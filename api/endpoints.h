#pragma once
// The endpoints this program may use, each with what calling it costs. net/ refuses everything that
// is not here; the harmful ones are listed so that the refusal can say why.
// Source: OpenAPI 0.53.2 and the API reference.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace doctor::api {

enum class Method : std::uint8_t { get, post };
enum class Safety : std::uint8_t {
  open,      ///< public, free, needs no credential and gets none
  metadata,  ///< authenticated, reads names and settings only
  exchange,  ///< the one request that carries a key in its body
  mcp,       ///< MCP handshake on the hosted MCP URL: initialize, notifications, tools/list
  harmful,   ///< never called: returns a value, counts an access, costs money or changes something
};

struct Endpoint {
  std::string_view id;  ///< `vault.secrets`
  Method method;
  std::string_view path;  ///< template below the base URL: `/v1/vaults/{vault}/secrets`
  Safety safety;
  std::string_view about;  ///< what it answers, or why it is never called
};

std::string_view name_of(Method method);
std::span<const Endpoint> endpoints();
const Endpoint* find_endpoint(std::string_view id);
/// The endpoint a method and a path (below the base URL, percent-encoded, no query) belong to.
/// A harmful template wins over a harmless one, so `/v1/vaults/x/secrets/y` is never
/// `vault.secrets`.
const Endpoint* match_endpoint(Method method, std::string_view path);
/// Whether anything but open requests may be sent to it at all.
bool is_allowed(const Endpoint& endpoint);

}  // namespace doctor::api
