#include <array>

#include "probes/common.h"
#include "probes/facts/network.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 2> needs{"proxy", "health"};
constexpr std::array<const FactSpec*, 2> facts{&fact::proxy_status, &fact::proxy_connect_status};

Question ask(const Known& known) {
  if (known.facts().find(fact::proxy_host) == nullptr) {
    return Skip{.blocked_by = "proxy", .reason = "no proxy applies"};
  }
  if (known.answer("health") == nullptr) {
    return Skip{.blocked_by = "health", .reason = "nothing was sent through the proxy"};
  }
  return Local{};
}

void learn(const Known& known, const net::Answer&, Facts& out) {
  const net::Answer& answer = *known.answer("health");
  if (answer.proxy_status != 0) {
    out.set(fact::proxy_connect_status, answer.proxy_status);
  }
  if (answer.failure != net::Failure::proxy) {
    out.set(fact::proxy_status,
            answer.proxy_status == 407 || answer.status == 407 ? "auth_required" : "ok");
  } else if (answer.proxy_status == 407) {
    out.set(fact::proxy_status, "auth_required");
  } else {
    // A success without a tunnel is no refusal: the proxy never finished its answer.
    out.set(fact::proxy_status, answer.proxy_status >= 300 ? "refused" : "unreachable");
  }
}

}  // namespace

extern constinit const Probe probe_tunnel{.id = "tunnel",
                                          .layer = "network",
                                          .about = "Does the proxy let requests through?",
                                          .needs = needs,
                                          .facts = facts,
                                          .ask = ask,
                                          .learn = learn};

}  // namespace doctor::probes
