#include <array>

#include <fmt/format.h>

#include "core/text.h"
#include "probes/common.h"
#include "probes/facts/other.h"
#include "probes/mcp.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 1> needs{"client-files"};
constexpr std::array<const FactSpec*, 3> own{&fact::mcp_server, &fact::mcp_error, &fact::mcp_ok};
constexpr auto facts = fact::with_request_facts<"mcp_initialize">(own);

Question ask(const Known& known) {
  if (auto skip = no_mcp(known)) {
    return *skip;
  }
  return net::Ask{mcp_ask(
      known,
      R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-03-26",)"
      R"("capabilities":{},"clientInfo":{"name":"oneclaw-doctor","version":"0.1"}}})")};
}

void learn(const Known&, const net::Answer& answer, Facts& out) {
  const McpReply reply = read_mcp(answer);
  learn_request<"mcp_initialize">(answer, reply.result.exists(), out);
  if (answer.status == 0) {
    return;
  }
  out.set(fact::mcp_ok, reply.result.exists());
  if (!reply.error.empty()) {
    out.set(fact::mcp_error, reply.error);
  }
  const Node server = reply.result["serverInfo"];
  if (server.exists()) {
    out.set(fact::mcp_server,
            shown(fmt::format("{} {}", server["name"].text_or("?"), server["version"].text_or("")),
                  80));
  }
}

}  // namespace

extern constinit const Probe probe_mcp_initialize{
    .id = "mcp-initialize",
    .layer = "mcp",
    .about = "Does the hosted MCP server take the client's headers?",
    .needs = needs,
    .facts = facts,
    .ask = ask,
    .learn = learn};

}  // namespace doctor::probes
