#include "probes/addresses.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "probes/common.h"
#include "probes/facts/network.h"
#include "setup/facts.h"

namespace doctor::probes {
namespace {

// After the health check: nobody waits for an address that is not needed.
constexpr std::array<std::string_view, 2> needs{"health", "tcp"};
constexpr std::array<const FactSpec*, 7> facts{&fact::addresses_results,
                                               &fact::addresses_working,
                                               &fact::addresses_dead,
                                               &fact::addresses_ipv4,
                                               &fact::addresses_ipv6,
                                               &fact::addresses_detour_ms,
                                               &fact::addresses_local};

Question ask(const Known& known) {
  if (known.facts().find(fact::proxy_host) != nullptr) {
    return Skip{.blocked_by = "proxy", .reason = "the proxy connects"};
  }
  if (known.answer("health") == nullptr) {
    return Skip{.blocked_by = "health", .reason = "nothing was sent"};
  }
  const Facts& setup = known.setup_facts();
  return net::Ask{
      net::WayAsk{.part = net::WayAsk::Part::addresses,
                  .host = setup.get(setup::fact::url_host),
                  .port = static_cast<std::uint16_t>(setup.get(setup::fact::url_port, 443))}};
}

bool works(const net::Connection& connection) {
  return connection.outcome == "connected";
}

/// This machine itself has no way to the address; that is no fault of the address.
bool is_local(const net::Connection& connection) {
  return connection.outcome == "no_route" || connection.outcome == "interface_down" ||
         connection.outcome == "prohibited_here";
}

std::string state_of(const std::vector<net::Connection>& all, int family) {
  std::string state = "none";
  for (const net::Connection& one : all) {
    if (one.family != family || one.outcome.empty()) {
      continue;
    }
    if (works(one)) {
      return "ok";
    }
    state = is_local(one) && state != "broken" ? "no_route" : "broken";
  }
  return state;
}

std::string line_for(const net::Connection& one) {
  return one.outcome.empty() ? fmt::format("{}: not tried", one.address)
                             : fmt::format("{}: {}{}{} ({} ms)",
                                           one.address,
                                           one.outcome,
                                           one.said_by.empty() ? "" : " by ",
                                           one.said_by,
                                           std::lround(one.ms));
}

void learn(const Known&, const net::Answer& answer, Facts& out) {
  const std::vector<net::Connection>& all = answer.connections;
  out.set(fact::addresses_local, families_word(answer.local_families.value_or(std::vector<int>{})));
  if (all.empty()) {
    return;
  }
  const std::array<std::string, 2> states{state_of(all, 4), state_of(all, 6)};
  TextList results;
  TextList working;
  TextList dead;
  double detour = -1;
  for (const net::Connection& one : all) {
    results.push_back(line_for(one));
    if (works(one)) {
      working.push_back(one.address);
      detour = detour < 0 ? one.started_ms : detour;
    } else if (!is_local(one) && states.at(one.family == 4 ? 0 : 1) == "ok") {
      dead.push_back(one.address);
    }
  }
  out.set(fact::addresses_results, std::move(results));
  out.set(fact::addresses_ipv4, states[0]);
  out.set(fact::addresses_ipv6, states[1]);
  if (!working.empty()) {
    out.set(fact::addresses_working, std::move(working));
    out.set(fact::addresses_detour_ms, std::lround(detour));
  }
  if (!dead.empty()) {
    out.set(fact::addresses_dead, std::move(dead));
  }
}

}  // namespace

extern constinit const Probe probe_addresses{
    .id = "addresses",
    .layer = "network",
    .about = "Does every address of the API, of both families, accept a connection?",
    .needs = needs,
    .facts = facts,
    .ask = ask,
    .learn = learn};

}  // namespace doctor::probes
