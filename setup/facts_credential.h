#pragma once
// Facts about the credential of the examined client, before any request. Established by discovery,
// reported by the probe `credential`. No fact holds any part of a credential.

#include <array>
#include <cstdint>

#include "core/fact.h"

namespace doctor::setup::fact {

inline constexpr FactKey<bool> credential_present{"credential.present",
                                                  "this client finds a non-empty credential"};
inline constexpr FactKey<bool> credential_at_run_time{
    "credential.at_run_time",
    "the client asks for it, or its runner gives it, when it starts: it cannot be examined here, "
    "and credential.present is unknown"};
inline constexpr FactKey<std::string> credential_kind{
    "credential.kind",
    "agent_key (ocv_), user_key (1ck_), platform_key (plt_), jwt, shroud_pair, claim_token, "
    "reauth_token, webhook_token, foreign, unknown"};
inline constexpr FactKey<std::string> credential_kind_name{"credential.kind_name",
                                                           "the kind in words: `agent key`"};
inline constexpr FactKey<std::string> credential_shown{
    "credential.shown", "the credential masked: its kind only, `ocv_****`"};
inline constexpr FactKey<std::string> credential_source{
    "credential.source", "where it comes from: a flag, a variable, a file and member"};
inline constexpr FactKey<std::string> credential_variable{
    "credential.variable", "the variable or member that holds it; absent for a flag's file"};
inline constexpr FactKey<TextList> credential_variables_read{
    "credential.variables_read", "what this client reads for a credential, strongest first"};
inline constexpr FactKey<std::string> credential_unread_file{
    "credential.unread_file",
    "the file that a targets file names for this target's credential, and that cannot be read"};
inline constexpr FactKey<std::string> credential_unread_because{
    "credential.unread_because", "why that file cannot be read: `it is a folder`"};
inline constexpr FactKey<std::string> credential_unset_variable{
    "credential.unset_variable",
    "the variable that a targets file names for this target's credential, and that is not set"};
inline constexpr FactKey<std::string> credential_expected_kind{
    "credential.expected_kind", "the kinds that place takes, in words: `agent key`"};
inline constexpr FactKey<bool> credential_wrong_kind{
    "credential.wrong_kind_for_variable",
    "a recognised kind that this client cannot use in this place; absent for unknown kinds"};
inline constexpr FactKey<TextList> credential_right_variables{
    "credential.right_variables",
    "with a wrong kind: where it belongs: `ONECLAW_AGENT_API_KEY (mcp)`"};
inline constexpr FactKey<std::string> credential_use{
    "credential.use",
    "what the client does with it: bearer (sent as it is), agent_token (exchanged at "
    "/v1/auth/agent-token), user_token (exchanged at /v1/auth/api-key-token)"};
inline constexpr FactKey<bool> credential_wrong_endpoint{
    "credential.wrong_kind_for_endpoint",
    "the client would present this kind where the API refuses it (agent key as Bearer or at "
    "api-key-token, user key at agent-token); absent for unknown kinds"};
inline constexpr FactKey<TextList> credential_problems{
    "credential.problems",
    "pasting mistakes: empty, quotes, bearer_prefix, surrounding_space, inner_space, line_break, "
    "placeholder, unexpanded, masked, truncated, control_characters, assignment"};
inline constexpr FactKey<bool> credential_quoted{"credential.quoted",
                                                 "quotes are part of the value"};
inline constexpr FactKey<bool> credential_bearer_prefix{"credential.bearer_prefix",
                                                        "`Bearer ` is part of the value"};
inline constexpr FactKey<bool> credential_surrounding_space{
    "credential.surrounding_space", "white space before or after the value is part of it"};
inline constexpr FactKey<bool> credential_inner_space{"credential.inner_space",
                                                      "white space inside the value"};
inline constexpr FactKey<bool> credential_line_break{
    "credential.line_break", "a line break (CR or LF) is part of the value"};
inline constexpr FactKey<bool> credential_placeholder{"credential.placeholder",
                                                      "an example copied from a document"};
inline constexpr FactKey<bool> credential_unexpanded{
    "credential.unexpanded", "${env:NAME}, $NAME or the like, which nothing expanded"};
inline constexpr FactKey<bool> credential_masked_copy{
    "credential.masked_copy", "a masked display (stars, dots) copied instead of the key"};
inline constexpr FactKey<bool> credential_truncated{
    "credential.truncated", "only the prefix of a key, as the dashboard lists it"};
inline constexpr FactKey<bool> credential_control_characters{
    "credential.control_characters", "unprintable characters are part of the value"};
inline constexpr FactKey<bool> credential_assignment{"credential.assignment",
                                                     "NAME=value pasted whole as the value"};
inline constexpr FactKey<bool> credential_is_uuid{
    "credential.is_uuid", "a UUID (a vault or agent id) where a key belongs"};
inline constexpr FactKey<bool> credential_usable{
    "credential.usable",
    "present and worth a request: not a placeholder, unexpanded, masked, broken or a UUID"};
inline constexpr FactKey<bool> credential_withheld{
    "credential.withheld",
    "not sent: the URL comes from a file of the working directory, the credential does not, and "
    "the host is neither 1Claw's nor this machine"};
inline constexpr FactKey<bool> credential_jwt_expired{
    "credential.jwt_expired", "a JWT whose exp has passed by this machine's clock"};
inline constexpr FactKey<std::int64_t> credential_jwt_expires_in{
    "credential.jwt_expires_in_seconds", "exp minus this machine's clock; negative when passed"};
inline constexpr FactKey<std::int64_t> credential_jwt_lifetime{"credential.jwt_lifetime_seconds",
                                                               "exp minus iat of the JWT"};
inline constexpr FactKey<std::string> credential_jwt_subject{
    "credential.jwt_subject", "whose JWT it is: user, agent, platform, unknown"};
inline constexpr FactKey<bool> credential_jwt_wrong_subject{
    "credential.jwt_wrong_subject", "an MCP server takes agent JWTs only and this one is a user's"};
inline constexpr FactKey<bool> credential_jwt_static{
    "credential.jwt_static",
    "a short-lived token is configured as a fixed value instead of a key the client can renew"};
inline constexpr FactKey<bool> credential_login_expired{
    "credential.login_expired", "the CLI's stored login says it has expired (auth.expiresAt)"};
inline constexpr FactKey<bool> credential_hides_login{
    "credential.hides_login",
    "a variable wins over the login stored by `1claw login`, so logging in changes nothing"};
inline constexpr FactKey<TextList> credential_overrides{
    "credential.overrides", "weaker sources of this client that also hold a credential"};
inline constexpr FactKey<bool> credential_several_disagree{
    "credential.several_disagree", "those weaker sources hold another credential"};
inline constexpr FactKey<TextList> credential_ignored_variables{
    "credential.ignored_variables",
    "credential variables that are set but not read by this client"};
inline constexpr FactKey<TextList> credential_shared_variable{
    "credential.shared_variable",
    "other clients here that read the same variable and need another kind"};
inline constexpr FactKey<bool> credential_only_digit_variables{
    "credential.only_digit_variables",
    "no credential is found, and 1CLAW_… names hold one (environment or .env)"};

inline constexpr std::array<const FactSpec*, 44> credential_facts{
    &credential_present,
    &credential_at_run_time,
    &credential_kind,
    &credential_kind_name,
    &credential_shown,
    &credential_source,
    &credential_variable,
    &credential_variables_read,
    &credential_unread_file,
    &credential_unread_because,
    &credential_unset_variable,
    &credential_expected_kind,
    &credential_wrong_kind,
    &credential_right_variables,
    &credential_use,
    &credential_wrong_endpoint,
    &credential_problems,
    &credential_quoted,
    &credential_bearer_prefix,
    &credential_surrounding_space,
    &credential_inner_space,
    &credential_line_break,
    &credential_placeholder,
    &credential_unexpanded,
    &credential_masked_copy,
    &credential_truncated,
    &credential_control_characters,
    &credential_assignment,
    &credential_is_uuid,
    &credential_usable,
    &credential_withheld,
    &credential_jwt_expired,
    &credential_jwt_expires_in,
    &credential_jwt_lifetime,
    &credential_jwt_subject,
    &credential_jwt_wrong_subject,
    &credential_jwt_static,
    &credential_login_expired,
    &credential_hides_login,
    &credential_overrides,
    &credential_several_disagree,
    &credential_ignored_variables,
    &credential_shared_variable,
    &credential_only_digit_variables,
};

}  // namespace doctor::setup::fact
