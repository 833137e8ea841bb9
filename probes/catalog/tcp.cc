#include <algorithm>
#include <array>
#include <cmath>

#include "probes/common.h"
#include "probes/facts/network.h"
#include "setup/facts.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 1> needs{"health"};
constexpr std::array<const FactSpec*, 6> facts{&fact::tcp_status,
                                               &fact::tcp_reason,
                                               &fact::tcp_said_by,
                                               &fact::tcp_address,
                                               &fact::tcp_port,
                                               &fact::tcp_ms};

Question ask(const Known& known) {
  if (known.facts().find(fact::proxy_host) != nullptr) {
    return Skip{.blocked_by = "proxy", .reason = "the proxy connects"};
  }
  if (known.answer("health") == nullptr) {
    return Skip{.blocked_by = "health", .reason = "nothing was sent"};
  }
  return Local{};
}

/// The most telling outcome: an answer, then silence, then what this machine says itself.
void learn_reason(const std::vector<net::Connection>& connections, Facts& out) {
  for (const std::string_view word : {"refused",
                                      "prohibited",
                                      "host_unreachable",
                                      "net_unreachable",
                                      "timeout",
                                      "prohibited_here",
                                      "interface_down",
                                      "no_route"}) {
    const auto found = std::ranges::find(connections, word, &net::Connection::outcome);
    if (found != connections.end()) {
      out.set(fact::tcp_reason, std::string{word});
      if (!found->said_by.empty()) {
        out.set(fact::tcp_said_by, found->said_by);
      }
      return;
    }
  }
}

void learn(const Known& known, const net::Answer&, Facts& out) {
  const net::Answer& answer = *known.answer("health");
  out.set(fact::tcp_port, known.setup_facts().get(setup::fact::url_port, 443));
  if (answer.tcp_connected || answer.status != 0) {
    out.set(fact::tcp_status, "connected");
    out.set(fact::tcp_address, answer.remote_address);
    if (answer.timing.tcp >= 0) {
      out.set(fact::tcp_ms, std::lround(answer.timing.tcp - std::max(answer.timing.dns, 0.0)));
    }
    return;
  }
  learn_reason(answer.connections, out);
  switch (answer.failure) {
    case net::Failure::refused:
      out.set(fact::tcp_status, "refused");
      break;
    case net::Failure::unreachable:
      out.set(fact::tcp_status, "unreachable");
      break;
    case net::Failure::connect_timeout:
      out.set(fact::tcp_status, "timeout");
      break;
    default:
      break;  // unknown
  }
}

}  // namespace

extern constinit const Probe probe_tcp{.id = "tcp",
                                       .layer = "network",
                                       .about = "Does the API's port accept a connection?",
                                       .needs = needs,
                                       .facts = facts,
                                       .ask = ask,
                                       .learn = learn};

}  // namespace doctor::probes
