#pragma once
// Facts of the layer auth: the exchange, the token, and who it makes us.

#include "core/fact.h"

namespace doctor::probes::fact {

inline constexpr FactKey<std::string> exchange_route{
    "exchange.route", "agent-token or api-key-token: where the key was exchanged"};
inline constexpr FactKey<bool> exchange_token{"exchange.token_received",
                                              "a non-empty access token came back"};
inline constexpr FactKey<std::int64_t> exchange_expires_in{"exchange.expires_in",
                                                           "announced lifetime, seconds"};
inline constexpr FactKey<bool> exchange_no_expiry{"exchange.expires_in_missing",
                                                  "the answer has no expires_in"};
inline constexpr FactKey<bool> exchange_mfa{"exchange.mfa_required",
                                            "the account wants a second factor first"};
inline constexpr FactKey<bool> exchange_agent_id_sent{"exchange.agent_id_sent",
                                                      "an agent id was sent with the key"};

inline constexpr FactKey<std::string> token_source{
    "token.source", "exchange, configured (a JWT), key (a key used directly as Bearer)"};
inline constexpr FactKey<bool> token_readable{"token.readable",
                                              "it is a JWT whose claims can be read"};
inline constexpr FactKey<std::string> token_subject{"token.subject",
                                                    "agent, user, platform, unknown"};
inline constexpr FactKey<std::string> token_subject_id{"token.subject_id", "id of the principal"};
inline constexpr FactKey<bool> token_expired{"token.expired",
                                             "its end lies before the server's now"};
inline constexpr FactKey<std::int64_t> token_expires_in{
    "token.expires_in_seconds", "until its end by the server's clock; negative = since"};
inline constexpr FactKey<std::string> token_expires_text{"token.expires_text",
                                                         "that time span in words, without sign"};
inline constexpr FactKey<bool> token_future{
    "token.not_yet_valid", "its start lies after the server's now by over a minute"};
inline constexpr FactKey<std::int64_t> token_lifetime{"token.lifetime_seconds", "end minus issue"};
inline constexpr FactKey<TextList> token_scopes{"token.scopes",
                                                "path globs stamped into the token"};
inline constexpr FactKey<std::string> token_scopes_state{
    "token.scopes_state",
    "absent, empty (zero access), permission_words (none is a path glob), globs"};
inline constexpr FactKey<TextList> token_vaults{"token.vault_ids", "vaults the token is bound to"};
inline constexpr FactKey<std::string> token_vaults_state{"token.vault_ids_state",
                                                         "absent, empty, listed"};
inline constexpr FactKey<bool> token_intents{"token.intents_enabled",
                                             "Intents flag stamped when the token was minted"};
inline constexpr FactKey<bool> token_execution_tee{"token.execution_require_tee",
                                                   "stamped: direct reads are blocked"};
inline constexpr FactKey<bool> token_dpop{"token.dpop_bound", "every request needs a DPoP proof"};
inline constexpr FactKey<bool> token_runtime{"token.runtime_bound",
                                             "X-1Claw-Runtime-Id has to match"};
inline constexpr FactKey<std::string> token_algorithm{"token.algorithm", "signature algorithm"};

inline constexpr FactKey<std::string> signature_status{
    "signature.status", "valid, invalid, unknown_key (no published key has its kid), unsupported"};

inline constexpr FactKey<std::string> whoami_kind{"whoami.kind", "agent or user"};
inline constexpr FactKey<std::string> whoami_id{"whoami.id", "id of the principal's record"};
inline constexpr FactKey<std::string> whoami_name{"whoami.name",
                                                  "name of the agent; role of a user"};
inline constexpr FactKey<bool> whoami_active{"whoami.active", "the agent's record says active"};
inline constexpr FactKey<bool> whoami_intents{"whoami.intents_enabled",
                                              "Intents flag of the record"};
inline constexpr FactKey<TextList> whoami_scopes{"whoami.scopes",
                                                 "scopes fixed on the agent's record"};
inline constexpr FactKey<std::string> whoami_scopes_state{
    "whoami.scopes_state", "empty (derived from policies), permission_words, globs"};
inline constexpr FactKey<std::int64_t> whoami_expires_in{
    "whoami.expires_in_seconds", "until the agent's record expires; negative = since"};
inline constexpr FactKey<std::int64_t> whoami_key_expires_in{
    "whoami.key_expires_in_seconds", "until the agent's key expires; negative = since"};
inline constexpr FactKey<std::int64_t> whoami_days_left{
    "whoami.days_left", "whole days until the agent's record expires; negative = since"};
inline constexpr FactKey<std::int64_t> whoami_key_days_left{
    "whoami.key_days_left", "whole days until the agent's key expires; negative = since"};

inline constexpr FactKey<TextList> stamps_stale{
    "stamps.stale", "settings in which the token differs from the record: it is older than them"};
inline constexpr FactKey<bool> stamps_intents_stale{
    "stamps.intents_stale", "Intents is on in the record and off in the token"};
inline constexpr FactKey<bool> stamps_scopes_stale{
    "stamps.scopes_stale", "the record's fixed scopes differ from the token's"};

}  // namespace doctor::probes::fact
