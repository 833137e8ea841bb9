#include "mock/routes.h"

#include <array>

#include "mock/handlers.h"
#include "mock/text.h"

namespace doctor::mock {
namespace {

using enum Access;

// The order matters where a literal segment and a parameter compete: literals first.
constexpr std::array<Route, 83> table{{
    {"GET", "/v1/health", anyone, get_health},
    {"GET", "/v1/health/hsm", anyone, get_hsm_health},
    {"GET", "/v1/chains", anyone, get_chains},
    {"GET", "/.well-known/jwks.json", anyone, get_jwks},
    {"GET", "/.well-known/openid-configuration", anyone, get_openid_configuration},
    {"GET", "/.well-known/x402", anyone, get_x402},
    {"GET", "/openapi.json", anyone, get_openapi},
    {"GET", "/v1/agents/directory", anyone, get_directory},
    {"GET", "/v1/platform/marketplace", anyone, get_marketplace},
    {"GET", "/v1/oauth/providers", anyone, get_oauth_providers},
    {"GET", "/v1/automations/presets", anyone, get_presets},

    {"GET", "/v1/auth/jwt-public-key", anyone, get_public_key},
    {.method = "POST",
     .pattern = "/v1/auth/agent-token",
     .access = anyone,
     .handler = post_agent_token,
     .login = true},
    {.method = "POST",
     .pattern = "/v1/auth/api-key-token",
     .access = anyone,
     .handler = post_key_token,
     .login = true},
    {.method = "POST",
     .pattern = "/v1/auth/token",
     .access = anyone,
     .handler = post_password_token,
     .login = true},
    {.method = "POST",
     .pattern = "/v1/auth/refresh",
     .access = anyone,
     .handler = post_refresh,
     .login = true},
    {.method = "POST",
     .pattern = "/v1/auth/mfa/verify",
     .access = anyone,
     .handler = post_mfa_verify,
     .login = true},
    {.method = "POST",
     .pattern = "/v1/auth/google",
     .access = anyone,
     .handler = post_google,
     .login = true},
    {.method = "POST",
     .pattern = "/v1/auth/federated-token",
     .access = anyone,
     .handler = post_federated_token,
     .login = true},
    {"DELETE", "/v1/auth/token", both, delete_token},
    {"POST", "/v1/auth/device/code", anyone, post_device_code},
    {"GET", "/v1/auth/device/code/{code}", anyone, get_device_code},
    {"POST", "/v1/auth/device/token", anyone, post_device_token},
    {"POST", "/v1/auth/device/approve", users, post_device_approve},
    {"POST", "/v1/auth/device/deny", users, post_device_deny},
    {"GET", "/v1/auth/me", users, get_me},
    {"GET", "/v1/auth/api-keys", users, get_api_keys},
    {"GET", "/v1/auth/mfa/status", users, get_mfa_status},
    {"GET", "/v1/auth/settings", users, get_settings},
    {"GET", "/v1/auth/devices", users, get_devices},
    {"GET", "/v1/auth/passkeys", users, get_passkeys},

    {"GET", "/v1/agents/me", agents, get_agent_self, true},
    {"GET", "/v1/agents", users, get_agents, true},
    {"POST", "/v1/agents", users, post_agent, true},
    {"GET", "/v1/agents/{agent}", both, get_agent, true},
    {"PATCH", "/v1/agents/{agent}", users, patch_agent, true},
    {"DELETE", "/v1/agents/{agent}", users, delete_agent, true},
    {"POST", "/v1/agents/{agent}/rotate-key", users, post_rotate_key, true},
    {"GET", "/v1/agents/{agent}/signing-keys", both, get_signing_keys, true},
    {"GET", "/v1/agents/{agent}/transactions", both, get_transactions, true},
    {"POST", "/v1/agents/{agent}/transactions", both, post_transaction, false, false, 250000},
    {"POST", "/v1/agents/{agent}/transactions/sign", both, post_sign, false, false, 250000},
    {"POST", "/v1/agents/{agent}/transactions/simulate", both, post_simulate, true, false, 75000},
    {"POST", "/v1/agents/{agent}/sign", both, post_sign},

    {"GET", "/v1/vaults", both, get_vaults, true},
    {"POST", "/v1/vaults", both, post_vault, true},
    {"GET", "/v1/vaults/{vault}", both, get_vault, true},
    {"DELETE", "/v1/vaults/{vault}", both, delete_vault, true},
    {"GET", "/v1/vaults/{vault}/environments", both, get_environments, true},
    {"GET", "/v1/vaults/{vault}/policies", both, get_policies, true},
    {"POST", "/v1/vaults/{vault}/policies", both, post_policy, true},
    {"PUT", "/v1/vaults/{vault}/policies/{policy}", both, put_policy, true},
    {"DELETE", "/v1/vaults/{vault}/policies/{policy}", both, delete_policy, true},
    {"GET", "/v1/vaults/{vault}/secrets", both, get_secrets, true},
    {"GET", "/v1/vaults/{vault}/secret-versions/{path*}", both, get_versions, true},
    {"GET", "/v1/vaults/{vault}/secrets/{path*}", both, get_secret, true, false, 1500},
    {"PUT", "/v1/vaults/{vault}/secrets/{path*}", both, put_secret, true, false, 7500},
    {"DELETE", "/v1/vaults/{vault}/secrets/{path*}", both, delete_secret, true},

    {"POST", "/v1/secrets/{secret}/share", both, post_share, true, false, 3000},
    {"GET", "/v1/share/{share}", anyone, get_share},
    {"DELETE", "/v1/share/{share}", both, delete_share, true},
    {"GET", "/v1/shares/outbound", both, get_outbound_shares, true},
    {"GET", "/v1/shares/inbound", both, get_inbound_shares, true},
    {"POST", "/v1/shares/{share}/accept", both, post_share_accept, true},
    {"POST", "/v1/shares/{share}/decline", both, post_share_decline, true},

    {"GET", "/v1/security/ip-rules", users, get_ip_rules},
    {"GET", "/v1/org/members", users, get_members},
    {"GET", "/v1/org/agent-keys-vault", users, get_agent_keys_vault},
    {"GET", "/v1/org/settings/policy-backend", users, get_policy_backend},
    {"GET", "/v1/org/onboarding/status", users, get_onboarding},
    {"GET", "/v1/approvals", users, get_approvals},
    {"POST", "/v1/approvals/request", agents, post_approval_request},
    {"GET", "/v1/pending-approvals", users, get_pending_approvals},
    {"GET", "/v1/risk/verdicts", users, get_risk_verdicts},
    {"GET", "/v1/risk/events", users, get_risk_events},
    {"GET", "/v1/audit/events", users, get_audit_events, false, false, 800},
    {"GET", "/v1/audit/verify", users, get_audit_verify},

    {"GET", "/v1/billing/subscription", users, get_subscription},
    {"GET", "/v1/billing/usage", users, get_usage},
    {"GET", "/v1/billing/credits/balance", users, get_credits},
    {"GET", "/v1/billing/credits/transactions", users, get_credit_transactions},
    {"GET", "/v1/billing/history", users, get_billing_history},
    {"GET", "/v1/billing/llm-token-billing", users, get_llm_billing},
}};

using Params = std::map<std::string, std::string>;

/// The rest of the path from segment `from`, decoded: raw slashes and `%2F` mean the same.
std::string rest_of(const std::vector<std::string>& segments, std::size_t from) {
  std::string rest;
  for (std::size_t i = from; i < segments.size(); ++i) {
    rest += (i > from ? "/" : "") + percent_decoded(segments[i]);
  }
  return rest;
}

bool matches(std::string_view pattern, const std::vector<std::string>& segments, Params& params) {
  const std::vector<std::string> wanted = split(pattern, '/');
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::string& part = wanted[i];
    if (part.ends_with("*}")) {
      params[part.substr(1, part.size() - 3)] = rest_of(segments, i);
      return segments.size() > i && !segments[i].empty();
    }
    if (i >= segments.size()) {
      return false;
    }
    if (part.starts_with('{')) {
      params[part.substr(1, part.size() - 2)] = percent_decoded(segments[i]);
    } else if (part != segments[i]) {
      return false;
    }
  }
  return wanted.size() == segments.size();
}

}  // namespace

std::span<const Route> routes() {
  return table;
}

Match find_route(const Request& request) {
  Match match;
  const std::vector<std::string> segments = split(request.path, '/');
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  for (const Route& route : table) {
    Params params;
    if (!matches(route.pattern, segments, params)) {
      continue;
    }
    if (route.method == method) {
      return {.route = &route, .params = std::move(params)};
    }
    match.other_method = true;
  }
  return match;
}

}  // namespace doctor::mock
