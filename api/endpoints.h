#pragma once
// The endpoints this program may use, each with what calling it costs. net/ refuses everything that
// is not here; the harmful ones are listed so that the refusal can say why.
// Source: OpenAPI 0.53.2 and the API reference.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace doctor::api {

/// No other one is ever sent.
enum class Method : std::uint8_t { get, post };
/// What calling an endpoint costs its owner.
enum class Safety : std::uint8_t {
  open,      ///< public, free, needs no credential and gets none
  metadata,  ///< authenticated, reads names and settings only
  exchange,  ///< the one request that carries a key in its body
  mcp,       ///< MCP handshake on the hosted MCP URL: initialize, notifications, tools/list
  harmful,   ///< never called: returns a value, counts an access, costs money or changes something
};

/// One endpoint: how it is asked, and what asking it costs.
struct Endpoint {
  std::string_view id;  ///< `vault.secrets`
  Method method;
  /// Template below the base URL: `/v1/vaults/{vault}/secrets`. `{name}` is one segment,
  /// `{name...}` all the rest. Empty for mcp.rpc: the MCP URL itself is the base.
  std::string_view path;
  Safety safety;
  std::string_view about;  ///< what it answers, or why it is never called
};

/// As on the request line.
std::string_view name_of(Method method);
/// The allow-list, with the harmful ones. find_endpoint(): nullptr when there is none of that id.
std::span<const Endpoint> endpoints();
const Endpoint* find_endpoint(std::string_view id);
/// The endpoint a method and a path (below the base URL, percent-encoded, no query) belong to;
/// nullptr when there is none. A harmful template wins over a harmless one, in every reading a
/// server might give the path (encoded slashes decoded, dot segments resolved, doubled slashes
/// joined), so `/v1/vaults/x/secrets/y` is never `vault.secrets`. A harmless endpoint is matched
/// only by a path that has a single reading.
const Endpoint* match_endpoint(Method method, std::string_view path);
/// The harmful endpoint a whole path on the wire might reach, when a proxy or the base URL's own
/// path adds or strips leading segments; nullptr when there is none. For the check of the final
/// URL: base `https://host/v1/vaults/x/secrets` and `/v1/health` make up a path that reads a
/// secret.
const Endpoint* harmful_on_wire(Method method, std::string_view path);
/// False for harmful endpoints: nothing may be sent to them at all.
bool is_allowed(const Endpoint& endpoint);

}  // namespace doctor::api
