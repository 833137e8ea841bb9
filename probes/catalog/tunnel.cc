#include <algorithm>
#include <array>

#include "core/text.h"
#include "probes/common.h"
#include "probes/facts/network.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 2> needs{"proxy", "health"};
constexpr std::array<const FactSpec*, 4> facts{
    &fact::proxy_status, &fact::proxy_reason, &fact::proxy_schemes, &fact::proxy_connect_status};

Question ask(const Known& known) {
  if (known.facts().find(fact::proxy_host) == nullptr) {
    return Skip{.blocked_by = "proxy", .reason = "no proxy applies"};
  }
  if (known.answer("health") == nullptr) {
    return Skip{.blocked_by = "health", .reason = "nothing was sent through the proxy"};
  }
  return Local{};
}

/// The first word of each challenge.
TextList schemes_in(const net::Answer& answer) {
  TextList schemes;
  for (const auto& [name, value] : answer.headers) {
    const std::string scheme = shown(value.substr(0, value.find(' ')), 20);
    if (name == "proxy-authenticate" && std::ranges::find(schemes, scheme) == schemes.end()) {
      schemes.push_back(scheme);
    }
  }
  return schemes;
}

void learn(const Known& known, const net::Answer&, Facts& out) {
  const net::Answer& answer = *known.answer("health");
  if (answer.proxy_status != 0) {
    out.set(fact::proxy_connect_status, answer.proxy_status);
  }
  if (!answer.proxy_problem.empty()) {
    out.set(fact::proxy_reason, answer.proxy_problem);
  }
  TextList schemes = schemes_in(answer);
  if (!schemes.empty()) {
    out.set(fact::proxy_schemes, std::move(schemes));
  }
  if (answer.proxy_status == 407 || answer.status == 407) {
    out.set(fact::proxy_status, "auth_required");
  } else if (answer.failure != net::Failure::proxy) {
    out.set(fact::proxy_status, "ok");
  } else if (answer.proxy_status >= 300) {
    out.set(fact::proxy_status, "refused");
  } else {
    // A success without a tunnel is no refusal: the proxy never finished its answer.
    const bool as_told =
        answer.proxy_problem == "unresolved" || answer.proxy_problem == "unreadable";
    out.set(fact::proxy_status, as_told ? answer.proxy_problem : "unreachable");
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
