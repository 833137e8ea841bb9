#pragma once
// Facts of the layers mcp, device and sharing, and of the view over all answers (pipeline).

#include "core/fact.h"

namespace doctor::probes::fact {

inline constexpr FactKey<std::string> mcp_server{"mcp_initialize.server",
                                                 "name and version it gives"};
inline constexpr FactKey<std::string> mcp_error{"mcp_initialize.error",
                                                "JSON-RPC or HTTP error text of the handshake"};
inline constexpr FactKey<bool> mcp_ok{"mcp_initialize.ok", "the MCP handshake succeeded"};
inline constexpr FactKey<std::int64_t> mcp_tools_count{"mcp_tools.count", "tools offered"};
inline constexpr FactKey<bool> mcp_tools_get_secret{"mcp_tools.get_secret",
                                                    "get_secret is offered"};
inline constexpr FactKey<std::string> mcp_tools_error{"mcp_tools.error",
                                                      "error text of tools/list"};
inline constexpr FactKey<bool> mcp_wanted{"mcp_tools.expects_secrets",
                                          "the user wants to read a secret through MCP"};
inline constexpr FactKey<bool> mcp_health_ok{"mcp_health.ok",
                                             "the MCP host's /health says it is up"};

inline constexpr FactKey<std::string> device_state{"device.state",
                                                   "pending, approved, denied, expired"};

inline constexpr FactKey<std::int64_t> shares_count{"shares.count", "outbound shares listed"};
inline constexpr FactKey<std::int64_t> shares_last_minute{
    "shares.created_last_minute", "outbound shares created within the last 60 s"};
inline constexpr FactKey<std::int64_t> shares_expired{"shares.expired", "of them, expired"};
inline constexpr FactKey<std::int64_t> shares_used_up{"shares.used_up",
                                                      "of them, at max_access_count"};
inline constexpr FactKey<std::int64_t> shares_unaccepted{"shares.unaccepted",
                                                         "of them, not accepted by the recipient"};
inline constexpr FactKey<bool> shares_wanted{"shares.wanted", "the user asked about sharing"};

// Over all answers of the run.
inline constexpr FactKey<std::int64_t> pipeline_answers{"pipeline.authenticated_answers",
                                                        "HTTP answers to requests with a token"};
inline constexpr FactKey<std::int64_t> pipeline_ok{"pipeline.authenticated_ok",
                                                   "of them, 2xx in the documented shape"};
inline constexpr FactKey<bool> pipeline_all_401{
    "pipeline.all_unauthorized",
    "all of them were 401, but for routes the server does not have (404, 405, 501)"};
inline constexpr FactKey<bool> pipeline_some_401{
    "pipeline.some_unauthorized", "some were 401 and others were answered otherwise"};
inline constexpr FactKey<bool> pipeline_all_gated{"pipeline.all_gated",
                                                  "all of them were 403, but for routes the server "
                                                  "does not have (404, 405, 501), and none carried "
                                                  "quota headers: stopped before the handlers"};
inline constexpr FactKey<bool> pipeline_all_absent{
    "pipeline.all_absent", "all of them were 404, 405 or 501: routes this server does not have"};
inline constexpr FactKey<bool> pipeline_quota_headers{
    "pipeline.quota_headers_seen", "some answer carried quota headers: it passed the IP filter"};
inline constexpr FactKey<bool> pipeline_payment{"pipeline.payment_required",
                                                "some answer with a token was 402"};
inline constexpr FactKey<bool> pipeline_payment_without_token{
    "pipeline.payment_without_token", "a request without a token was answered 402"};
inline constexpr FactKey<bool> pipeline_rate_limited{"pipeline.rate_limited",
                                                     "some answer was 429"};
inline constexpr FactKey<TextList> pipeline_rate_limited_at{"pipeline.rate_limited_at",
                                                            "probes whose answer was 429"};
inline constexpr FactKey<std::int64_t> pipeline_retry_after{"pipeline.retry_after",
                                                            "longest Retry-After, seconds"};
inline constexpr FactKey<std::int64_t> pipeline_server_errors{
    "pipeline.server_errors",
    "answers with status 5xx, but for 501: routes this server does not have"};
inline constexpr FactKey<bool> pipeline_all_server_errors{
    "pipeline.all_server_errors", "all answers to requests with a token were 5xx"};
inline constexpr FactKey<bool> pipeline_public_ok{
    "pipeline.public_ok", "public requests (health) were answered well in the same run"};
inline constexpr FactKey<TextList> pipeline_failed{"pipeline.failed",
                                                   "`probe status` of each answer above 399"};
inline constexpr FactKey<TextList> pipeline_timed_out{
    "pipeline.timed_out", "probes whose question got no whole answer in time"};
inline constexpr FactKey<TextList> pipeline_broken_off{
    "pipeline.broken_off",
    "`probe failure` of each question whose answer broke off or could not be read"};
inline constexpr FactKey<TextList> pipeline_details{"pipeline.details",
                                                    "the server's words in those answers"};
inline constexpr FactKey<TextList> pipeline_types{"pipeline.problem_types",
                                                  "machine-readable types in those answers"};
inline constexpr FactKey<TextList> pipeline_statuses{"pipeline.statuses",
                                                     "the distinct statuses above 399, as text"};
inline constexpr FactKey<std::string> pipeline_approval{"pipeline.approval_id",
                                                        "id of an approval that is waited for"};
inline constexpr FactKey<bool> pipeline_approval_required{
    "pipeline.approval_required", "an answer says that a human has to approve first (202 or 403)"};
inline constexpr FactKey<std::string> pipeline_guardrail{"pipeline.guardrail",
                                                         "reason code of a guardrail refusal"};
inline constexpr FactKey<std::string> pipeline_resource{
    "pipeline.limit_resource",
    "resource of a resource_limit_exceeded answer: vault, secret, agent"};
inline constexpr FactKey<std::string> pipeline_resource_text{
    "pipeline.limit_text", "that limit in the server's numbers, as `3/3 on free tier`"};

}  // namespace doctor::probes::fact
