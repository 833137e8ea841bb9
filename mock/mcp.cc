// The hosted MCP server: streamable HTTP at /mcp, JSON-RPC inside, the API behind it. Style `old`
// (0.6.0) looks at a credential only when a tool is called; `new` (0.62) looks at once.

#include <algorithm>

#include <fmt/format.h>

#include "mock/causes.h"
#include "mock/personas.h"
#include "mock/pipeline.h"
#include "mock/principal.h"
#include "mock/text.h"

namespace doctor::mock {
namespace {

Answer rpc_error(int status, const std::string& message) {
  return json_answer(status,
                     object({{"jsonrpc", "2.0"},
                             {"error", object({{"code", -32000}, {"message", message}})},
                             {"id", JsonText::raw("null")}}));
}

Answer rpc_result(const State& state, const std::string& id, const JsonText& result) {
  const JsonText body = object(
      {{"jsonrpc", "2.0"}, {"id", JsonText::raw(id.empty() ? "null" : id)}, {"result", result}});
  if (state.world.mcp.answers == "json") {
    return json_answer(200, body);
  }
  Answer answer = json_answer(200, body);
  answer.content_type = "text/event-stream";
  answer.body = "event: message\ndata: " + body.text() + "\n\n";
  return answer;
}

/// The API, as the MCP server asks it on the client's behalf.
Answer ask_api(State& state,
               const Request& outer,
               const std::string& path,
               const std::string& token) {
  Request inner = outer;
  inner.method = "GET";
  inner.target = path;
  inner.path = path;
  inner.query.clear();
  inner.body.clear();
  inner.headers["authorization"] = "Bearer " + token;
  return answer_api(state, inner);
}

std::string detail_of(const Answer& answer) {
  const Body body(answer.body);
  for (const char* member : {"detail", "message", "error"}) {
    if (body.has(member)) {
      return body.text(member);
    }
  }
  return fmt::format("HTTP {}", answer.status);
}

struct Session {
  std::string token;  ///< what the API is asked with
  std::string vault;
  std::optional<Answer> refusal;
};

Session by_key(State& state, const Request& request, const std::string& key) {
  Request exchange = request;
  exchange.method = "POST";
  exchange.path = "/v1/auth/agent-token";
  exchange.headers.erase("authorization");
  const std::string agent = request.header("x-agent-id");
  exchange.body = object({{"api_key", key}, {"agent_id", maybe(agent)}}).text();
  const Answer answer = answer_api(state, exchange);
  const Body body(answer.body);
  if (answer.status != 200) {
    return {.token = {},
            .vault = {},
            .refusal = rpc_error(401, "Agent API key auth failed: " + detail_of(answer))};
  }
  const auto vaults = body.texts("vault_ids").value_or(std::vector<std::string>{});
  std::string vault = request.header("x-vault-id");
  vault = vault.empty() && !vaults.empty() ? vaults.front() : vault;
  return {.token = body.text("access_token"), .vault = vault, .refusal = std::nullopt};
}

/// What the probe of the vault tells a client that came with a token.
std::optional<Answer> probe_refusal(const Answer& probe, const std::string& vault) {
  switch (probe.status) {
    case 200:
      return std::nullopt;
    case 401:
      return rpc_error(401, "Invalid or expired Bearer token");
    case 403:
      return rpc_error(403,
                       "X-Vault-ID is not accessible with this token (vault binding mismatch)");
    case 404:
      return rpc_error(404, "Vault " + vault + " not found");
    default:
      return rpc_error(502, fmt::format("Token validation failed (HTTP {})", probe.status));
  }
}

Session by_jwt(State& state, const Request& request, const std::string& token) {
  Session session{.token = token, .vault = request.header("x-vault-id"), .refusal = {}};
  if (session.vault.empty()) {
    session.refusal = rpc_error(401,
                                "Missing X-Vault-ID header (required when using a JWT; use an "
                                "ocv_ API key instead for auto-discovery)");
    return session;
  }
  const auto claims = read_token(state.signer, token);
  if (claims && !claims->subject.starts_with("agent:")) {
    session.refusal = rpc_error(
        401, "MCP server only accepts agent JWTs. This token belongs to a non-agent principal.");
    return session;
  }
  session.refusal =
      probe_refusal(ask_api(state, request, "/v1/vaults/" + session.vault, token), session.vault);
  return session;
}

Session open_new(State& state, const Request& request) {
  const std::string bearer = bearer_of(request);
  Session session;
  if (bearer.empty()) {
    session.refusal =
        rpc_error(401, "Missing Authorization header (Bearer <ocv_api_key> or Bearer <jwt>)");
    return session;
  }
  if (bearer.starts_with("1ck_")) {
    session.refusal = rpc_error(401,
                                "MCP server only accepts agent API keys (ocv_). Human API keys "
                                "(1ck_) should use the SDK or dashboard.");
    return session;
  }
  if (bearer.starts_with("plt_")) {
    session.refusal = rpc_error(401,
                                "MCP server only accepts agent API keys (ocv_). Platform API "
                                "keys (plt_) should use the SDK.");
    return session;
  }
  return bearer.starts_with("ocv_") ? by_key(state, request, bearer)
                                    : by_jwt(state, request, bearer);
}

Session open_old(const Request& request) {
  Session session{
      .token = bearer_of(request), .vault = request.header("x-vault-id"), .refusal = {}};
  if (session.token.empty()) {
    session.refusal = rpc_error(401, "Missing Authorization header (Bearer <agent-token>)");
  } else if (session.vault.empty()) {
    session.refusal = rpc_error(401, "Missing X-Vault-ID header");
  }
  return session;
}

JsonText tool_list(const State& state, const Session& session) {
  const auto claims = read_token(state.signer, session.token);
  std::vector<JsonText> tools;
  for (const std::string& name : state.world.mcp.tools) {
    if (name == "get_secret" && claims && claims->execution_require_tee) {
      continue;
    }
    const JsonText schema = object({{"type", "object"}, {"properties", object({})}});
    tools.push_back(
        object({{"name", name}, {"description", "1Claw: " + name}, {"inputSchema", schema}}));
  }
  return object({{"tools", array(tools)}});
}

JsonText tool_text(const std::string& text, bool failed) {
  const JsonText item = object({{"type", "text"}, {"text", text}});
  return object({{"content", array({item})}, {"isError", failed}});
}

std::string tool_failure(const Answer& answer, const std::string& path) {
  switch (answer.status) {
    case 402:
      return "Quota exhausted. Ask your human to upgrade the plan, add prepaid credits, or enable "
             "x402 micropayments.";
    case 404:
      return "No secret found at path '" + path + "'.";
    case 410:
      return "Secret at path '" + path + "' is expired or has exceeded its maximum access count.";
    default:
      return detail_of(answer);
  }
}

JsonText call_tool(State& state,
                   const Request& request,
                   const Session& session,
                   const Body& params) {
  const std::string tool = params.text("name");
  const std::string path = params.object("arguments").text("path");
  const std::string vault = "/v1/vaults/" + session.vault;
  const std::string target = tool == "list_vaults"    ? "/v1/vaults"
                             : tool == "list_secrets" ? vault + "/secrets"
                             : tool == "get_secret"   ? vault + "/secrets/" + path
                                                      : "";
  if (target.empty()) {
    return tool_text("Unknown tool: " + tool, true);
  }
  const Answer answer = ask_api(state, request, target, session.token);
  return answer.status == 200 ? tool_text(answer.body, false)
                              : tool_text(tool_failure(answer, path), true);
}

Answer dispatch(State& state, const Request& request, const Session& session) {
  const Body call(request.body);
  const std::string method = call.text("method");
  const std::string id = call.has("id") ? call.text("id") : "";
  if (method.starts_with("notifications/")) {
    return no_content(202);
  }
  if (method == "initialize") {
    const std::string version = call.object("params").text("protocolVersion");
    const JsonText result =
        object({{"protocolVersion", version.empty() ? "2025-03-26" : version},
                {"capabilities", object({{"tools", object({{"listChanged", true}})}})},
                {"serverInfo", object({{"name", "1claw"}, {"version", "0.62.1"}})}});
    Answer answer = rpc_result(state, id, result);
    answer.headers.emplace_back("Mcp-Session-Id", state.new_id());
    return answer;
  }
  if (method == "tools/list") {
    return rpc_result(state, id, tool_list(state, session));
  }
  if (method == "tools/call") {
    return rpc_result(state, id, call_tool(state, request, session, call.object("params")));
  }
  return rpc_result(state, id, object({}));
}

Answer limited() {
  Answer answer =
      json_answer(429, object({{"error", "Too many requests, please try again later."}}));
  answer.headers = {
      {"RateLimit-Limit", "60"}, {"RateLimit-Remaining", "0"}, {"RateLimit-Reset", "60"}};
  return answer;
}

}  // namespace

Answer answer_mcp(State& state, const Request& request) {
  if (request.path == "/health") {
    return text_answer(200, "✓ Ok");
  }
  if (request.path == "/.well-known/oauth-protected-resource") {
    return json_answer(
        200,
        object({{"resource", "https://mcp.1claw.xyz/mcp"},
                {"authorization_servers", std::vector<std::string>{state.world.api.issuer}},
                {"bearer_methods_supported", std::vector<std::string>{"header"}}}));
  }
  if (request.path != "/mcp") {
    return text_answer(404, "Not Found");
  }
  if (state.world.mcp.rate_limited) {
    return limited();
  }
  if (request.method == "DELETE") {
    return no_content(200);
  }
  if (request.method != "POST") {
    return rpc_error(405, "Method not allowed");
  }
  const Session session =
      state.world.mcp.style == "old" ? open_old(request) : open_new(state, request);
  return session.refusal ? *session.refusal : dispatch(state, request, session);
}

}  // namespace doctor::mock
