#pragma once
// The API's handlers, one file of them per area. Each runs behind the pipeline: the principal is
// known, IP rules and quota are passed.

#include "mock/routes.h"

namespace doctor::mock {

// handlers_public.cc
Answer get_health(Call& call);
Answer get_hsm_health(Call& call);
Answer get_chains(Call& call);
Answer get_public_key(Call& call);
Answer get_jwks(Call& call);
Answer get_openid_configuration(Call& call);
Answer get_openapi(Call& call);
Answer get_x402(Call& call);
Answer get_directory(Call& call);
Answer get_marketplace(Call& call);
Answer get_oauth_providers(Call& call);
Answer get_presets(Call& call);
// handlers_auth.cc
Answer post_agent_token(Call& call);
Answer post_key_token(Call& call);
Answer post_password_token(Call& call);
Answer delete_token(Call& call);
Answer post_refresh(Call& call);
Answer post_mfa_verify(Call& call);
Answer post_google(Call& call);
Answer post_federated_token(Call& call);
// handlers_device.cc
Answer post_device_code(Call& call);
Answer get_device_code(Call& call);
Answer post_device_token(Call& call);
Answer post_device_approve(Call& call);
Answer post_device_deny(Call& call);
// handlers_user.cc
Answer get_me(Call& call);
Answer get_api_keys(Call& call);
Answer get_mfa_status(Call& call);
Answer get_settings(Call& call);
Answer get_devices(Call& call);
Answer get_passkeys(Call& call);
// handlers_agents.cc
Answer get_agents(Call& call);
Answer post_agent(Call& call);
Answer get_agent_self(Call& call);
Answer get_agent(Call& call);
Answer patch_agent(Call& call);
Answer delete_agent(Call& call);
Answer post_rotate_key(Call& call);
Answer get_signing_keys(Call& call);
// handlers_intents.cc
Answer post_transaction(Call& call);
Answer get_transactions(Call& call);
Answer post_simulate(Call& call);
Answer post_sign(Call& call);
// handlers_vaults.cc
Answer get_vaults(Call& call);
Answer post_vault(Call& call);
Answer get_vault(Call& call);
Answer delete_vault(Call& call);
Answer get_environments(Call& call);
// handlers_secrets.cc
Answer get_secrets(Call& call);
Answer get_secret(Call& call);
Answer put_secret(Call& call);
Answer delete_secret(Call& call);
Answer get_versions(Call& call);
// handlers_policies.cc
Answer get_policies(Call& call);
Answer post_policy(Call& call);
Answer put_policy(Call& call);
Answer delete_policy(Call& call);
// handlers_shares.cc
Answer post_share(Call& call);
Answer get_share(Call& call);
Answer delete_share(Call& call);
Answer get_outbound_shares(Call& call);
Answer get_inbound_shares(Call& call);
Answer post_share_accept(Call& call);
Answer post_share_decline(Call& call);
// handlers_org.cc
Answer get_ip_rules(Call& call);
Answer get_members(Call& call);
Answer get_agent_keys_vault(Call& call);
Answer get_policy_backend(Call& call);
Answer get_onboarding(Call& call);
Answer get_approvals(Call& call);
Answer get_pending_approvals(Call& call);
Answer post_approval_request(Call& call);
Answer get_risk_verdicts(Call& call);
Answer get_risk_events(Call& call);
Answer get_audit_events(Call& call);
Answer get_audit_verify(Call& call);
// handlers_billing.cc
Answer get_subscription(Call& call);
Answer get_usage(Call& call);
Answer get_credits(Call& call);
Answer get_credit_transactions(Call& call);
Answer get_billing_history(Call& call);
Answer get_llm_billing(Call& call);

/// Used by more than one area.
std::string resource_limit_detail(const World& world, const std::string& kind);
int meter_used(const World& world, const std::string& name);
int meter_limit(const World& world, const std::string& name);
/// nullopt: there is room.
std::optional<Answer> resource_limit(const Call& call, const std::string& meter);
Vault* find_vault(State& state, const std::string& id);
Agent* find_agent(State& state, const std::string& id);
/// The vault of `{vault}`, or the refusal for it.
struct VaultLookup {
  Vault* vault = nullptr;
  Answer refusal;
};
VaultLookup open_vault(Call& call);

}  // namespace doctor::mock
