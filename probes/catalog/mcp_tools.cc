#include <algorithm>
#include <array>

#include "probes/common.h"
#include "probes/facts/other.h"
#include "probes/mcp.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 1> needs{"mcp-initialize"};
constexpr std::array<const FactSpec*, 4> own{
    &fact::mcp_tools_count, &fact::mcp_tools_get_secret, &fact::mcp_tools_error, &fact::mcp_wanted};
constexpr auto facts = fact::with_request_facts<"mcp_tools">(own);

Question ask(const Known& known) {
  if (auto skip = no_mcp(known)) {
    return *skip;
  }
  if (known.answer("mcp-initialize") == nullptr || !known.facts().get(fact::mcp_ok)) {
    return Skip{.blocked_by = "mcp-initialize", .reason = "the MCP handshake failed"};
  }
  net::HttpAsk ask = mcp_ask(known, R"({"jsonrpc":"2.0","id":2,"method":"tools/list"})");
  ask.headers.emplace_back("MCP-Protocol-Version", "2025-03-26");
  const std::string session = known.answer("mcp-initialize")->header("mcp-session-id");
  if (!session.empty()) {
    ask.headers.emplace_back("Mcp-Session-Id", session);
  }
  return net::Ask{std::move(ask)};
}

void learn(const Known& known, const net::Answer& answer, Facts& out) {
  const McpReply reply = read_mcp(answer);
  const bool listed = reply.result["tools"].is_array();
  learn_request<"mcp_tools">(answer, listed, out);
  out.set(fact::mcp_wanted, !known.target().wish.secret_path.empty());
  if (!reply.error.empty()) {
    out.set(fact::mcp_tools_error, reply.error);
  }
  if (listed) {
    const auto tools = reply.result["tools"].items();
    out.set(fact::mcp_tools_count, static_cast<std::int64_t>(tools.size()));
    out.set(fact::mcp_tools_get_secret, std::ranges::any_of(tools, [](const Node& tool) {
              return tool["name"].text_or("") == "get_secret";
            }));
  }
}

}  // namespace

extern constinit const Probe probe_mcp_tools{
    .id = "mcp-tools",
    .layer = "mcp",
    .about = "Which tools does the hosted MCP server offer?",
    .needs = needs,
    .facts = facts,
    .ask = ask,
    .learn = learn};

}  // namespace doctor::probes
