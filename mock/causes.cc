#include "mock/causes.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace doctor::mock {
namespace {

constexpr std::string_view bad_token = "Invalid or expired token";
constexpr std::string_view no_permission = "Insufficient permissions";

// Details are the literals of the documents where they are known, and plain English where not.
constexpr std::array<Cause, 62> table{{
    {"body_invalid", 400, "Invalid request body"},
    {"path_invalid", 400, "Invalid secret path"},
    {"name_invalid", 400, "Vault name must be between 1 and 255 characters"},
    {"permissions_empty", 400, "At least one permission is required"},
    {"refresh_unimplemented", 400, "Refresh tokens not yet implemented"},
    {"email_missing", 400, "email is required"},
    {"field_missing", 422, "Failed to deserialize the request body"},
    {"token_missing", 401, bad_token},
    {"token_malformed", 401, bad_token},
    {"token_expired", 401, bad_token},
    {"token_revoked", 401, bad_token},
    {"key_as_token", 401, bad_token},
    {"credentials_invalid", 401, "Invalid credentials"},
    {"api_key_invalid", 401, "Invalid API key"},
    {"agent_id_mismatch", 401, "Invalid agent_id or api_key"},
    {"agent_inactive", 401, "Agent is deactivated"},
    {"agent_expired", 401, "Agent has expired"},
    {"key_expired", 401, "API key has expired"},
    {"key_inactive", 401, "Invalid API key"},
    {"user_inactive", 401, "Invalid credentials"},
    {"risk_denied", 401, "Denied"},
    {"dpop_missing", 401, "DPoP proof required"},
    {"runtime_mismatch", 401, "Runtime binding mismatch"},
    {"mfa_invalid", 401, "Invalid MFA code"},
    {"no_policy", 403, no_permission},
    {"deny_policy", 403, no_permission},
    {"condition_unmet", 403, no_permission},
    {"not_bound", 403, "Agent token is not bound to this vault"},
    {"scope", 403, "Agent token scopes do not cover this secret path"},
    {"no_scopes", 403, "Agent token has no scopes"},
    {"humans_only", 403, "Only human users can access this resource"},
    {"agents_only", 403, "Only agents can access this resource"},
    {"cross_agent", 403, "Access denied"},
    {"system_vault", 403, "Access denied"},
    {"ip_denied", 403, "Access from your IP address is not allowed"},
    {"passkey",
     403,
     "Passkey verification required to access vault secrets. Unlock with your passkey."},
    {"approval_required",
     403,
     "Human approval is required to access this secret",
     "approval_required"},
    {"type_blocked", 403, "Direct reads of this secret type are not allowed for this agent"},
    {"tee_required", 403, "Direct secret reads are disabled for this agent"},
    {"intents_token", 403, "Intents API is not enabled on this token"},
    {"intents_agent",
     403,
     "Intents API is not enabled for this agent. A human operator must enable it in the agent "
     "settings at https://1claw.co/agents."},
    {"guardrail", 403, "Transaction exceeds a guardrail", "guardrail_violation"},
    {"resource_limit", 403, "Resource limit reached", "resource_limit_exceeded"},
    {"vault_not_found", 404, "Vault not found"},
    {"vault_other_org", 404, "Vault not found"},
    {"secret_not_found", 404, "Secret not found"},
    {"agent_not_found", 404, "Agent not found"},
    {"resource_not_found", 404, "Resource not found"},
    {"code_not_found", 404, "Device code not found"},
    {"platform_key", 404, "Resource not found"},
    {"vault_exists", 409, "A vault with this name already exists"},
    {"secret_expired", 410, "Secret has expired"},
    {"secret_deleted", 410, "Secret has been deleted"},
    {"secret_exhausted", 410, "Secret has exceeded its maximum access count"},
    {"version_disabled", 410, "Version has been disabled or expired"},
    {"share_gone", 410, "Share has expired or reached its access limit"},
    {"too_large", 413, "Request body too large"},
    {"rate_global", 429, "Rate limit exceeded"},
    {"rate_auth", 429, "Too many authentication attempts"},
    {"rate_share", 429, "Share creation rate limit exceeded"},
    {"lockout", 429, "Too many failed attempts. Try again in 15 minutes."},
    {"internal", 500, "An unexpected error occurred"},
}};

struct StatusTitle {
  int status;
  std::string_view title;
};

constexpr std::array<StatusTitle, 17> titles{{
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {409, "Conflict"},
    {410, "Gone"},
    {413, "Payload Too Large"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Entity"},
    {429, "Too Many Requests"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
}};

struct Problem {
  int status = 0;
  std::string type;
  std::string detail;
  std::string code;
  std::vector<std::pair<std::string, JsonText>> members;
};

std::string with_members(const JsonText& body, const Problem& problem) {
  std::string out = body.text();
  for (const auto& [name, value] : problem.members) {
    out.pop_back();
    out += "," + JsonText(name).text() + ":" + value.text() + "}";
  }
  return out;
}

std::string problem_title(const Problem& problem) {
  return problem.type == "resource_limit_exceeded" ? "Resource Limit Exceeded"
                                                   : std::string(status_title(problem.status));
}

JsonText problem_body(const std::string& envelope, const Problem& problem) {
  const std::string title = problem_title(problem);
  if (envelope == "title_detail") {
    return object({{"title", title}, {"detail", problem.detail}});
  }
  if (envelope == "detail" || envelope == "error" || envelope == "message") {
    return object({{envelope, problem.detail}});
  }
  if (envelope == "error_message") {
    return object({{"error", object({{"message", problem.detail}})}});
  }
  if (envelope == "code") {
    return object({{"code", problem.code}, {"message", problem.detail}});
  }
  return object({{"type", problem.type},
                 {"title", title},
                 {"status", problem.status},
                 {"detail", problem.detail}});
}

Answer enveloped(const Behaviour& api, const Problem& problem) {
  const std::string& envelope = api.envelope;
  if (envelope == "empty") {
    return no_content(problem.status);
  }
  if (envelope == "text") {
    return text_answer(problem.status, problem.detail);
  }
  if (envelope == "html") {
    const std::string title = problem_title(problem);
    return html_answer(problem.status,
                       fmt::format("<html>\r\n<head><title>{0} {1}</title></head>\r\n<body>\r\n"
                                   "<center><h1>{0} {1}</h1></center>\r\n</body>\r\n</html>\r\n",
                                   problem.status,
                                   title));
  }
  Answer answer = json_answer(
      problem.status, JsonText::raw(with_members(problem_body(envelope, problem), problem)));
  answer.content_type = api.problem_type;
  if (envelope == "truncated") {
    answer.body.resize(answer.body.size() / 2);
  }
  return answer;
}

}  // namespace

std::span<const Cause> causes() {
  return table;
}

const Cause* find_cause(std::string_view name) {
  const auto* const found = std::ranges::find(table, name, &Cause::name);
  return found == table.end() ? nullptr : &*found;
}

std::string_view status_title(int status) {
  const auto* const found = std::ranges::find(titles, status, &StatusTitle::status);
  return found == titles.end() ? "Error" : found->title;
}

Answer refuse(const Behaviour& api, std::string_view cause, const Extra& extra) {
  const Cause& known = *find_cause(cause);
  const std::string name(cause);
  Problem problem{.status = known.status,
                  .type = std::string(known.type),
                  .detail = extra.detail.empty() ? std::string(known.detail) : extra.detail,
                  .code = name,
                  .members = extra.members};
  if (const auto worded = api.wording.find(name); worded != api.wording.end()) {
    problem.detail = worded->second;
  }
  if (const auto renumbered = api.status.find(name); renumbered != api.status.end()) {
    problem.status = renumbered->second;
  }
  Answer answer = enveloped(api, problem);
  if (problem.status == 429 && api.retry_after) {
    answer.headers.emplace_back("Retry-After", std::to_string(*api.retry_after));
  }
  return answer;
}

Answer problem(const Behaviour& api, int status, const std::string& detail) {
  return enveloped(api,
                   {.status = status,
                    .type = "about:blank",
                    .detail = detail,
                    .code = std::to_string(status),
                    .members = {}});
}

Answer payment_demand(const Behaviour& api, const std::string& resource, int micro_usd) {
  constexpr std::string_view pay_to = "0x0000000000000000000000000000000000001c1a";
  constexpr std::string_view asset = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
  const auto worded = api.wording.find("payment");
  const std::string description =
      worded == api.wording.end() ? "Payment required for this request" : worded->second;
  if (api.shapes == "march") {
    return json_answer(402,
                       object({{"x402Version", 1},
                               {"error", "X-PAYMENT header is required"},
                               {"accepts",
                                array({object({{"scheme", "exact"},
                                               {"network", "eip155:8453"},
                                               {"maxAmountRequired", std::to_string(micro_usd)},
                                               {"resource", resource},
                                               {"payTo", pay_to},
                                               {"maxTimeoutSeconds", 60},
                                               {"asset", asset},
                                               {"description", description},
                                               {"mimeType", "application/json"}})})},
                               {"description", description}}));
  }
  return json_answer(402,
                     object({{"x402Version", 1},
                             {"accepts",
                              array({object({{"scheme", "exact"},
                                             {"network", "eip155:8453"},
                                             {"payTo", pay_to},
                                             {"price", fmt::format("${:.4f}", micro_usd / 1e6)},
                                             {"requiredDeadlineSeconds", 60}})})},
                             {"description", description}}));
}

}  // namespace doctor::mock
