#pragma once
// What is known of a foreign record as a whole, whichever probe reads its answer. `seen.status`,
// `seen.detail` and the like are those of every HTTP question (probes/facts/request.h).

#include <array>

#include "core/fact.h"
#include "probes/facts/request.h"

namespace doctor::intake::fact {

using Seen = probes::fact::RequestFacts<"seen">;

inline constexpr FactKey<std::string> seen_input{
    "seen.input",
    "kind of input the record was read from: http, curl, body, har, jsonl, text, rpc. Never known "
    "on a live run"};
inline constexpr FactKey<std::string> seen_operation{
    "seen.operation",
    "what was asked: read_secret, write_secret, delete_secret, exchange, login, device, share, "
    "open_share, transaction, create_vault, create_agent, agent, policy, mcp, llm, other"};
inline constexpr FactKey<std::string> seen_path{"seen.path", "path of the request, masked"};
inline constexpr FactKey<std::string> seen_secret{"seen.secret",
                                                  "path of the secret that was asked for"};
inline constexpr FactKey<std::string> seen_host{"seen.host", "host that was asked"};
inline constexpr FactKey<std::string> seen_client{"seen.client",
                                                  "the program whose words they are"};
inline constexpr FactKey<std::string> seen_message{
    "seen.message", "which of the known client messages it is (intake/messages.json)"};
inline constexpr FactKey<std::string> seen_credential{
    "seen.credential", "sent, not_sent, unknown: whether the request carried one"};
inline constexpr FactKey<std::string> seen_credential_kind{
    "seen.credential_kind", "its kind, where it shows: agent_key, user_key, platform_key, jwt, …"};

inline constexpr std::array<const FactSpec*, 9> own{&seen_input,
                                                    &seen_operation,
                                                    &seen_path,
                                                    &seen_secret,
                                                    &seen_host,
                                                    &seen_client,
                                                    &seen_message,
                                                    &seen_credential,
                                                    &seen_credential_kind};
inline constexpr auto all = probes::fact::with_request_facts<"seen">(own);

}  // namespace doctor::intake::fact
