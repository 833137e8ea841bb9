#include <array>

#include "core/text.h"
#include "probes/common.h"
#include "probes/facts/other.h"
#include "probes/mcp.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 1> needs{"client-files"};
constexpr std::array<const FactSpec*, 1> own{&fact::mcp_health_ok};
constexpr auto facts = fact::with_request_facts<"mcp_health">(own);

Question ask(const Known& known) {
  if (auto skip = no_mcp(known)) {
    return *skip;
  }
  return net::Ask{net::HttpAsk{.endpoint = "mcp.health",
                               .base = mcp_origin(known),
                               .headers = {{"Accept", "text/plain, application/json"}}}};
}

void learn(const Known&, const net::Answer& answer, Facts& out) {
  const bool ok = answer.status == 200 && answer.body.size() < 4096 &&
                  contains_ignoring_case(answer.body, "ok");
  learn_request<"mcp_health">(answer, ok, out);
  if (answer.status != 0) {
    out.set(fact::mcp_health_ok, ok);
  }
}

}  // namespace

extern constinit const Probe probe_mcp_health{.id = "mcp-health",
                                              .layer = "mcp",
                                              .about = "Is the hosted MCP server up?",
                                              .needs = needs,
                                              .facts = facts,
                                              .ask = ask,
                                              .learn = learn};

}  // namespace doctor::probes
