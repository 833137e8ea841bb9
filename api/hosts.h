#pragma once
// 1Claw's hosts. Source: the API reference's base URLs, the changelog v0.53.3 (2026-08-20) for the
// `.co` mirrors, and the troubleshooting page. `.xyz` and `.co` are both current: neither is wrong.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace doctor::api {

inline constexpr std::string_view default_base_url = "https://api.1claw.xyz";
inline constexpr std::string_view default_mcp_url = "https://mcp.1claw.xyz/mcp";

/// What a host serves. `other` is a host we know nothing of (a self-hosted or proxied API is
/// legal).
enum class HostRole : std::uint8_t {
  api,        ///< api.1claw.xyz / .co
  dashboard,  ///< 1claw.xyz / .co, www.: HTML; /api/* is proxied to the API
  docs,
  mcp,     ///< hosted MCP; its URL ends in /mcp
  shroud,  ///< LLM proxy and Intents signing; GET /v1/health needs a token there
  intents,
  runtimes,   ///< run.1claw.xyz / .co
  loopback,   ///< localhost, 127.0.0.0/8, ::1
  cloud_run,  ///< *.run.app: the raw deployment host used as a placeholder in documents
  foreign,    ///< 1claw.ai, often mistaken for 1Claw
  other,
};

std::string_view name_of(HostRole role);  ///< the enumerator's name, as a fact
/// `host` without port or brackets; case and a final dot do not matter.
HostRole role_of(std::string_view host);
/// True for every name below 1claw.xyz and 1claw.co: they belong to 1Claw, whatever they serve.
bool is_official(std::string_view host);
/// `api.1claw.xyz` and `api.1claw.co` are the same service.
bool same_service(std::string_view a, std::string_view b);
/// The official host that `host` was probably meant to be (`api.1claw.xzy`, `api.lclaw.xyz`,
/// `api-1claw.xyz`, `api.1claw.com`, `app.1claw.xyz`), or nullopt. Never for a host with a known
/// role, nor for names that may well be someone's own (`1claw.example.com`, `vault.internal`).
std::optional<std::string> meant_host(std::string_view host);

}  // namespace doctor::api
