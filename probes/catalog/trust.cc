#include "net/trust.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/text.h"
#include "probes/common.h"
#include "probes/facts/network.h"
#include "probes/facts/trust.h"
#include "probes/runtimes.h"
#include "setup/facts.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 1> needs{"tls"};
constexpr std::array<const FactSpec*, 8> facts{&fact::trust_results,
                                               &fact::trust_trusting,
                                               &fact::trust_refusing,
                                               &fact::trust_by_variable,
                                               &fact::trust_machine,
                                               &fact::trust_this_client,
                                               &fact::trust_fix,
                                               &setup::fact::trust_unreadable};

Question ask(const Known& known) {
  if (known.facts().find(fact::tls_chain) == nullptr) {
    return Skip{.blocked_by = "tls", .reason = "there is no certificate to look at"};
  }
  return net::Ask{net::WayAsk{.part = net::WayAsk::Part::trust,
                              .host = known.setup_facts().get(setup::fact::url_host)}};
}

/// The kind of client that the examined one is, as the trust stores name it.
std::string_view kind_of(std::string_view runtime) {
  return runtime == "python" ? "python-httpx" : runtime;
}

std::string_view variable_for(std::string_view kind) {
  return kind == "node" ? "NODE_EXTRA_CA_CERTS" : kind.empty() ? "" : "SSL_CERT_FILE";
}

std::string line_for(const net::ClientTrust& one) {
  const std::string by = one.source.empty() ? "" : fmt::format(" ({})", one.source);
  return one.trusts ? fmt::format("{}: trusts it{}", one.client, by)
                    : fmt::format("{}: {}{}", one.client, one.problem, by);
}

void learn(const Known& known, const net::Answer& answer, Facts& out) {
  const std::string_view kind = kind_of(runtime_of(known.target().client));
  TextList results;
  TextList trusting;
  TextList refusing;
  TextList variables;
  for (const net::ClientTrust& one : answer.trust) {
    if (one.client == net::machine_store) {
      out.set(fact::trust_machine, one.trusts);
      continue;
    }
    results.push_back(line_for(one));
    (one.trusts ? trusting : refusing).push_back(one.client);
    if (one.trusts && !one.source.empty() &&
        std::ranges::find(variables, one.source) == variables.end()) {
      variables.push_back(one.source);
    }
    if (one.client == kind) {
      out.set(fact::trust_this_client, one.trusts);
    }
  }
  const auto set = [&out](const FactKey<TextList>& key, TextList& list) {
    if (!list.empty()) {
      out.set(key, std::move(list));
    }
  };
  set(fact::trust_results, results);
  set(fact::trust_trusting, trusting);
  set(fact::trust_refusing, refusing);
  set(fact::trust_by_variable, variables);
  if (!kind.empty()) {
    out.set(fact::trust_fix, std::string{variable_for(kind)});
  }
  if (const TextList* unreadable = known.setup_facts().find(setup::fact::trust_unreadable)) {
    out.set(setup::fact::trust_unreadable, *unreadable);
  }
}

}  // namespace

extern constinit const Probe probe_trust{
    .id = "trust",
    .layer = "network",
    .about = "Would Node, Python, Go and curl trust the same certificate?",
    .needs = needs,
    .facts = facts,
    .ask = ask,
    .learn = learn};

}  // namespace doctor::probes
