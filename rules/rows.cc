#include <algorithm>
#include <array>

#include "rules/table.h"

namespace doctor::rules {
namespace {

constexpr std::string_view connect = "Can't reach the API";
constexpr std::string_view way = "on the way to the API";
constexpr std::string_view machine = "on this machine";
constexpr std::string_view codes = "Error codes";
constexpr std::string_view pipeline = "Request pipeline";

// First every bullet of the troubleshooting page, in its order, then what lies beyond it.
constexpr std::array all_rows{
    Row{"connect.base-url", connect, "the base URL is wrong", true},
    Row{"connect.client-config", connect, "a client is not configured as it reads it", true},
    Row{"connect.mcp-url", connect, "the MCP server's URL is wrong", true},
    Row{"auth.token", "401 Unauthorized", "token missing, malformed or expired", true},
    Row{"auth.key-revoked", "401 Unauthorized", "key rotated, revoked or deactivated", true},
    Row{"auth.credentials", "401 Unauthorized", "wrong credentials", true},
    Row{"quota.payment", "402 Payment Required", "monthly limit used up, payment asked", true},
    Row{"access.policy", "403 Forbidden", "no policy, scope or binding allows this", true},
    Row{"access.resource-limit", "403 Forbidden", "limit of vaults, secrets or agents", true},
    Row{"access.intents", "403 Forbidden", "Intents API not enabled for the agent", true},
    Row{"access.ip", "403 Forbidden", "IP rules do not allow this address", true},
    Row{"missing.vault-or-path", "404 Not Found", "wrong vault or secret path", true},
    Row{"missing.agent", "404 Not Found", "wrong agent id or organisation", true},
    Row{"gone.secret", "410 Gone", "secret expired, deleted or used up", true},
    Row{"rate.global", "429 Too Many Requests", "global rate limit", true},
    Row{"rate.share", "429 Too Many Requests", "share creation, per organisation", true},
    Row{"mcp.access", "MCP: \"Access denied\"", "the agent may not read the secret", true},
    Row{"device.approval", "CLI: Device login", "device login is not completing", true},
    Row{"net.dns", way, "the API's name does not resolve", false},
    Row{"net.tcp", way, "no connection to the API's address", false},
    Row{"net.tls", way, "no trusted TLS connection", false},
    Row{"net.proxy", way, "a proxy refuses or breaks requests", false},
    Row{"net.timeout", way, "no answer in time", false},
    Row{"net.intercepted", way, "something else than 1Claw answers", false},
    Row{"local.clock", machine, "the clock is wrong", false},
    Row{"local.config", machine, "settings contradict each other or are malformed", false},
    Row{"request.invalid", codes, "the request is not accepted as it is", false},
    Row{"request.conflict", codes, "the request conflicts with what exists", false},
    Row{"access.approval", pipeline, "a person has to approve first", false},
    Row{"access.passkey", pipeline, "a passkey is required", false},
    Row{"access.guardrail", pipeline, "a guardrail of the agent forbids it", false},
    Row{"server.error", codes, "the API failed", false},
    Row{"service.health", codes, "the API reports that it is degraded", false},
    Row{"unknown", codes, "nothing known matches", false},
};

}  // namespace

std::span<const Row> rows() {
  return all_rows;
}

std::size_t position_of_row(std::string_view id) {
  const auto* found = std::ranges::find(all_rows, id, &Row::id);
  return static_cast<std::size_t>(found - all_rows.begin());
}

}  // namespace doctor::rules
