#include <array>

#include "probes/common.h"
#include "probes/facts/network.h"
#include "probes/runtimes.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 1> needs{"base-url"};
constexpr std::array<const FactSpec*, 6> facts{&fact::proxy_configured,
                                               &fact::proxy_variable,
                                               &fact::proxy_host,
                                               &fact::proxy_bypass,
                                               &fact::proxy_ignored_by,
                                               &fact::proxy_ignored};

Question ask(const Known&) {
  return Local{};
}

void learn(const Known& known, const net::Answer&, Facts& out) {
  const setup::ProxyChoice& choice = known.target().api_proxy;
  out.set(fact::proxy_configured, !choice.shown.empty());
  if (choice.shown.empty()) {
    return;
  }
  out.set(fact::proxy_variable, choice.variable);
  if (choice.bypass.empty()) {
    out.set(fact::proxy_host, choice.shown);
    // Node's fetch reads no proxy variable by itself; httpx, requests, net/http and curl do.
    out.set(fact::proxy_ignored_by, TextList{"Node.js"});
    const std::string_view runtime = runtime_of(known.target().client);
    if (!runtime.empty()) {
      out.set(fact::proxy_ignored, runtime == "node");
    }
  } else {
    out.set(fact::proxy_bypass, choice.bypass);
  }
}

}  // namespace

extern constinit const Probe probe_proxy{
    .id = "proxy",
    .layer = "network",
    .about = "Which proxy do the environment's variables name?",
    .needs = needs,
    .facts = facts,
    .ask = ask,
    .learn = learn};

}  // namespace doctor::probes
