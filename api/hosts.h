#pragma once
// 1Claw's hosts. Source: the API reference's base URLs, the changelog v0.53.3 (2026-08-20) for the
// `.co` mirrors, and the troubleshooting page. `.xyz` and `.co` are both current: neither is wrong.

#include <optional>
#include <string>
#include <string_view>

namespace doctor::api {

inline constexpr std::string_view default_base_url = "https://api.1claw.xyz";
inline constexpr std::string_view default_mcp_url = "https://mcp.1claw.xyz/mcp";

/// What a host serves. `other` is a host we know nothing of (a self-hosted or proxied API is
/// legal).
enum class HostRole {
  api,        ///< api.1claw.xyz / .co
  dashboard,  ///< 1claw.xyz / .co, www.: HTML; /api/* is proxied to the API
  docs,
  mcp,     ///< hosted MCP; its URL ends in /mcp
  shroud,  ///< LLM proxy and Intents signing; GET /v1/health needs a token there
  intents,
  runtimes,   ///< run.1claw.xyz / .co
  loopback,   ///< localhost, 127.0.0.0/8, ::1
  cloud_run,  ///< *.run.app: the raw deployment host used as a placeholder in documents
  foreign,    ///< 1claw.ai and others often mistaken for 1Claw
  other,
};

std::string_view name_of(HostRole role);
/// `host` without port or brackets; case does not matter.
HostRole role_of(std::string_view host);
/// True for every 1claw.xyz / 1claw.co name.
bool is_official(std::string_view host);
/// `api.1claw.xyz` and `api.1claw.co` are the same service.
bool same_service(std::string_view a, std::string_view b);
/// The official host that `host` was probably meant to be (`api.1claw.xzy`, `api.lclaw.xyz`,
/// `api-1claw.xyz`, `api.1claw.com`), or nullopt. Never for a host that is itself official.
std::optional<std::string> meant_host(std::string_view host);

}  // namespace doctor::api
