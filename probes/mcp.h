#pragma once
// The MCP handshake over streamable HTTP, as the hosted server's clients do it.
// Source: MCP specification 2025-03-26, transports; 1Claw MCP deployment page.

#include <optional>
#include <string>
#include <string_view>

#include "core/document.h"
#include "probes/probe.h"

namespace doctor::probes {

std::optional<Skip> no_mcp(const Known& known);
std::string mcp_origin(const Known& known);
/// A JSON-RPC request with the client's own headers.
net::HttpAsk mcp_ask(const Known& known, std::string_view json);

struct McpReply {
  std::optional<Document> document;  ///< owns what `result` points into
  Node result;
  std::string error;  ///< fit to be shown
};
/// Reads the JSON-RPC message of a JSON or event-stream body.
McpReply read_mcp(const net::Answer& answer);

}  // namespace doctor::probes
