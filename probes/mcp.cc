#include "probes/mcp.h"

#include <fmt/format.h>

#include "api/problem.h"
#include "api/url.h"
#include "core/text.h"
#include "probes/common.h"
#include "setup/facts.h"

namespace doctor::probes {
namespace {

/// The first `data:` of an event stream that is a JSON object; the body itself when it is none.
std::string message_of(const std::string& body) {
  if (!body.starts_with("event:") && !body.starts_with("data:") && !body.starts_with(":") &&
      !body.starts_with("id:") && !body.starts_with("retry:")) {
    return body;
  }
  for (const std::string& line : split(body, '\n')) {
    if (line.starts_with("data:")) {
      std::string data{trim(std::string_view{line}.substr(5))};
      if (data.starts_with('{')) {
        return data;
      }
    }
  }
  return {};
}

}  // namespace

std::optional<Skip> no_mcp(const Known& known) {
  if (!known.target().mcp_url || known.target().mcp_url->value.empty()) {
    return Skip{.blocked_by = "client-files", .reason = "no hosted MCP URL is configured"};
  }
  if (!api::parse_url(known.target().mcp_url->value)) {
    return Skip{.blocked_by = "client-files", .reason = "the MCP URL cannot be used"};
  }
  return std::nullopt;
}

std::string mcp_origin(const Known& known) {
  const auto url = api::parse_url(known.target().mcp_url->value);
  return url ? api::origin(*url) : std::string{};
}

net::HttpAsk mcp_ask(const Known& known, std::string_view json) {
  const bool has_bearer = known.target().mcp_credential.kind != api::CredentialKind::none;
  net::HttpAsk ask{.endpoint = "mcp.rpc",
                   .base = known.target().mcp_url->value,
                   .credential = has_bearer ? net::Credential::mcp_bearer : net::Credential::none,
                   .headers = {{"Accept", "application/json, text/event-stream"}},
                   .json_body = std::string{json}};
  if (!known.target().mcp_vault_header.empty()) {
    ask.headers.emplace_back("X-Vault-ID", shown(known.target().mcp_vault_header, 100));
  }
  return ask;
}

McpReply read_mcp(const net::Answer& answer) {
  McpReply reply;
  reply.document = Document::parse(message_of(answer.body));
  const Node root = reply.document ? reply.document->root() : Node{};
  const bool success = answer.status >= 200 && answer.status < 300;
  if (success) {
    reply.result = root["result"];
  }
  const Node error = root["error"];
  if (error.is_object()) {
    reply.error = shown(error["message"].text_or("error without a message"), 300);
  } else if (!success && answer.status != 0) {
    const api::Problem problem = api::read_problem(answer.header("content-type"), answer.body);
    reply.error = shown(problem.detail.empty() ? problem.title : problem.detail, 300);
  }
  return reply;
}

}  // namespace doctor::probes
