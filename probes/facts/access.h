#pragma once
// Facts of the layers access and quota.

#include "core/fact.h"

namespace doctor::probes::fact {

inline constexpr FactKey<std::int64_t> vaults_count{"vaults.count",
                                                    "vaults the principal may list"};
inline constexpr FactKey<TextList> vaults_names{"vaults.names", "their names"};

inline constexpr FactKey<std::string> vault_wanted{"vault.wanted",
                                                   "vault id or name in the set-up"};
inline constexpr FactKey<std::string> vault_id{"vault.id", "id of the vault that is examined"};
inline constexpr FactKey<std::string> vault_name{"vault.name",
                                                 "name of the vault that is examined"};
inline constexpr FactKey<std::string> vault_chosen_by{
    "vault.chosen_by", "id, name, token (its only binding), only (the only one listed), default"};
inline constexpr FactKey<bool> vault_listed{"vault.listed", "the wanted vault is in the list"};
inline constexpr FactKey<std::int64_t> vault_matches{"vault.name_matches",
                                                     "listed vaults with the wanted name"};
inline constexpr FactKey<std::string> vault_meant{
    "vault.meant", "listed vault whose name or id is a near miss of the wanted one"};
inline constexpr FactKey<bool> vault_bound{"vault.bound", "the token's binding covers the vault"};
inline constexpr FactKey<bool> vault_mine{"vault.owned", "the principal created the vault"};
inline constexpr FactKey<bool> vault_secret_wanted{"vault.secret_wanted",
                                                   "the user named a secret (--secret)"};

inline constexpr FactKey<std::int64_t> secrets_count{"secrets.count", "secrets listed (metadata)"};
inline constexpr FactKey<std::string> secrets_wanted{"secrets.wanted", "path the user wants"};
inline constexpr FactKey<std::string> secrets_permission{
    "secrets.wanted_permission", "read or write: what the user wants to do there"};
inline constexpr FactKey<bool> secrets_listed{"secrets.wanted_listed", "that path is in the list"};
inline constexpr FactKey<std::string> secrets_meant{"secrets.meant",
                                                    "listed path that is a near miss of it"};
inline constexpr FactKey<std::string> secrets_meant_how{
    "secrets.meant_how", "case, slash, separator, folder, typo: how the near miss differs"};
inline constexpr FactKey<std::string> secrets_type{"secrets.wanted_type", "its secret type"};
inline constexpr FactKey<bool> secrets_expired{"secrets.wanted_expired", "its expiry has passed"};
inline constexpr FactKey<std::int64_t> secrets_expires_in{
    "secrets.wanted_expires_in_seconds",
    "until it expires by the server's clock; negative = since"};
inline constexpr FactKey<std::int64_t> secrets_days_left{
    "secrets.wanted_days_left", "whole days until it expires; negative = since"};
inline constexpr FactKey<bool> secrets_disabled{"secrets.wanted_disabled",
                                                "its current version is disabled"};
inline constexpr FactKey<bool> secrets_used_up{
    "secrets.wanted_used_up",
    "its access count has reached max_access_count, when both are listed"};
inline constexpr FactKey<bool> secrets_path_valid{
    "secrets.wanted_path_valid", "the path has the form the server accepts for writing"};

inline constexpr FactKey<std::int64_t> policies_count{"policies.count", "policies of the vault"};
inline constexpr FactKey<std::int64_t> policies_mine{
    "policies.for_principal", "policies of the vault that name this principal"};

inline constexpr FactKey<std::string> access_verdict{
    "access.verdict", "allowed, denied, unknown: local evaluation in the server's order"};
inline constexpr FactKey<std::string> access_stopped_at{
    "access.stopped_at",
    "none, binding, scope, principal, path, permission, effect, expiry, condition, secret_type, "
    "passkey"};
inline constexpr FactKey<std::string> access_reason{"access.reason", "why, in one sentence"};
inline constexpr FactKey<std::string> access_nearest{
    "access.nearest_miss", "the policy that came closest and what it lacks"};
inline constexpr FactKey<std::string> access_policy{"access.policy_id", "the policy that decided"};
inline constexpr FactKey<std::string> access_condition{"access.condition",
                                                       "ip, time, environment, other"};
inline constexpr FactKey<TextList> access_unknowns{
    "access.unknowns", "what could not be read and might change the answer"};
inline constexpr FactKey<std::string> access_path{"access.path", "the path that was evaluated"};
inline constexpr FactKey<std::string> access_permission{"access.permission",
                                                        "read or write: what was evaluated"};
inline constexpr FactKey<bool> access_policies_known{"access.policies_known",
                                                     "the vault's policies could be read"};

inline constexpr FactKey<std::int64_t> ip_rules_count{"ip_rules.count",
                                                      "IP rules of the organisation"};
inline constexpr FactKey<std::string> ip_verdict{
    "ip_rules.verdict", "allowed, denied_by_rule, not_listed: for the given address"};
inline constexpr FactKey<std::string> ip_address{"ip_rules.address", "the address from --my-ip"};
inline constexpr FactKey<std::string> ip_rule{"ip_rules.rule", "the rule that decided"};
inline constexpr FactKey<std::string> ip_entry{"ip_rules.smallest_entry",
                                               "CIDR that would admit it"};
inline constexpr FactKey<bool> ip_family{"ip_rules.family_has_no_rule",
                                         "no allow rule of this address family exists"};

inline constexpr FactKey<bool> settings_passkey{
    "settings.passkey_required", "the user's setting: secret reads need a passkey unlock"};

inline constexpr FactKey<bool> agent_found{"agent.found",
                                           "the agent id belongs to a readable agent"};
inline constexpr FactKey<std::string> agent_wanted{"agent.wanted", "agent id in the set-up"};
inline constexpr FactKey<std::string> agent_name{"agent.name", "name of that agent"};
inline constexpr FactKey<bool> agent_is_me{"agent.is_me",
                                           "it is the agent the credential belongs to"};
inline constexpr FactKey<bool> agent_active{"agent.active", "that agent is active"};
inline constexpr FactKey<bool> agent_intents{"agent.intents_enabled", "Intents flag of that agent"};

inline constexpr FactKey<bool> intents_wanted{"intents.wanted",
                                              "the user wants transaction routes"};
inline constexpr FactKey<bool> intents_record{"intents.record",
                                              "Intents flag of the agent's record"};
inline constexpr FactKey<bool> intents_token{"intents.token",
                                             "Intents flag stamped into the token"};
inline constexpr FactKey<std::string> intents_principal{"intents.principal",
                                                        "agent or user: who would call"};

inline constexpr FactKey<bool> quota_seen{"quota.headers_seen",
                                          "some answer carried quota headers"};
inline constexpr FactKey<std::int64_t> quota_used{"quota.used", "requests used this month"};
inline constexpr FactKey<std::int64_t> quota_limit{"quota.limit", "requests included per month"};
inline constexpr FactKey<double> quota_percent{"quota.percent", "used of limit, percent"};
inline constexpr FactKey<bool> quota_exceeded{"quota.exceeded", "used has reached the limit"};
inline constexpr FactKey<std::string> quota_overage{"quota.overage_method",
                                                    "how requests beyond the limit are paid"};
inline constexpr FactKey<std::int64_t> quota_credit{"quota.credit_cents",
                                                    "prepaid credit, US cents"};

inline constexpr FactKey<std::string> subscription_tier{"subscription.tier",
                                                        "plan of the organisation"};
inline constexpr FactKey<std::string> subscription_state{"subscription.state",
                                                         "active, past_due, canceled …"};
inline constexpr FactKey<std::int64_t> subscription_used{"subscription.requests_used",
                                                         "this month"};
inline constexpr FactKey<std::int64_t> subscription_limit{"subscription.requests_limit",
                                                          "per month"};
inline constexpr FactKey<TextList> subscription_full{"subscription.full_meters",
                                                     "resources at their limit, as `vaults 3/3`"};
inline constexpr FactKey<TextList> subscription_near{
    "subscription.near_meters", "resources at 90 % of their limit or more, as `agents 9/10`"};
inline constexpr FactKey<std::int64_t> subscription_credit{"subscription.credit_cents",
                                                           "prepaid credit, US cents"};
inline constexpr FactKey<std::string> subscription_overage{
    "subscription.overage_method", "how requests beyond the limit are paid"};

}  // namespace doctor::probes::fact
