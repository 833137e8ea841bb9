#pragma once
// A question for the network, as data. Probes build one; the engine alone acts on it, after the
// allow-list, the request budget and the credential guard have agreed.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "api/endpoints.h"

namespace doctor::net {

/// Which credential a request carries. The probe names it; it never holds one.
enum class Credential : std::uint8_t {
  none,
  bearer,        ///< the access token, exchanged or configured; or a key that is used directly
  exchange_key,  ///< the key, in the body of the one exchange
  mcp_bearer,    ///< what the hosted MCP client would send, to the MCP origin only
};

/// What are the addresses of this host?
struct DnsAsk {
  std::string host;
};

/// Asks nothing new: what was found out about the way to a host beside the requests, once that is
/// settled.
struct WayAsk {
  /// What of the way is asked about, and when the answer is given.
  enum class Part : std::uint8_t {
    resolvers,  ///< each resolver's answer; settled by the first resolver's
    addresses,  ///< each address's connection
    trust,      ///< what each kind of client would make of the chain
  };
  Part part;
  std::string host;
  std::uint16_t port = 443;
};

/// One request, of an endpoint of the allow-list.
struct HttpAsk {
  std::string endpoint;  ///< id in api::endpoints()
  std::string base;      ///< base URL as the client would use it, no trailing slash
  std::vector<std::pair<std::string, std::string>> path_values = {};  ///< {vault} → value, raw
  std::vector<std::pair<std::string, std::string>> query = {};
  Credential credential = Credential::none;
  std::vector<std::pair<std::string, std::string>> headers = {};  ///< extra, harmless ones
  std::string json_body = {};  ///< POST only; for the exchange the engine adds the key itself
  std::string agent_id = {};   ///< exchange only: sent along when not empty
};

/// Any question.
using Ask = std::variant<DnsAsk, HttpAsk, WayAsk>;

}  // namespace doctor::net
