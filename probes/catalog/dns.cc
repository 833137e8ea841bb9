#include <algorithm>
#include <array>
#include <cmath>

#include "api/hosts.h"
#include "api/url.h"
#include "probes/addresses.h"
#include "probes/common.h"
#include "probes/facts/network.h"
#include "setup/facts.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 2> needs{"base-url", "proxy"};
constexpr std::array<const FactSpec*, 12> facts{&fact::dns_host,
                                                &fact::dns_status,
                                                &fact::dns_addresses,
                                                &fact::dns_resolvers,
                                                &fact::dns_private,
                                                &fact::dns_ms,
                                                &fact::dns_ttl,
                                                &fact::dns_aliases,
                                                &fact::dns_authenticated,
                                                &fact::dns_sinkhole,
                                                &fact::dns_found_as,
                                                &fact::dns_local};

Question ask(const Known& known) {
  if (auto skip = no_way(known)) {
    return *skip;
  }
  if (known.facts().find(fact::proxy_host) != nullptr) {
    return Skip{.blocked_by = "proxy", .reason = "the proxy looks the name up"};
  }
  return net::Ask{net::DnsAsk{.host = known.setup_facts().get(setup::fact::url_host)}};
}

/// One word for both families: a family without records is no fault while the other has some.
std::string status_of(const net::Answer& answer) {
  const net::DnsReply& reply = answer.dns;
  if (answer.failure == net::Failure::none) {
    return reply.status_a == "hosts"     ? "hosts_file"
           : reply.status_a == "literal" ? "literal"
                                         : "ok";
  }
  if (answer.failure == net::Failure::no_resolver && !reply.resolver_configured) {
    return "no_resolver";
  }
  for (const std::string_view word :
       {"nxdomain", "timeout", "servfail", "refused", "unreachable", "malformed", "nodata"}) {
    if (reply.status_a == word || reply.status_aaaa == word) {
      return std::string{word};
    }
  }
  return "malformed";
}

/// Of the answer that is used; nothing here needs a second look at the resolvers.
void learn_answer(const std::string& host, const net::DnsReply& reply, Facts& out) {
  if (reply.ms >= 0) {
    out.set(fact::dns_ms, std::lround(reply.ms));
    out.set(fact::dns_authenticated, reply.authenticated);
  }
  if (!reply.canonical_names.empty()) {
    out.set(fact::dns_aliases, reply.canonical_names);
  }
  if (!reply.resolved_as.empty() && reply.resolved_as != api::ascii_host(host)) {
    out.set(fact::dns_found_as, reply.resolved_as);
  }
  const auto shortest = std::ranges::min_element(reply.addresses, {}, &net::AddressRecord::ttl);
  if (shortest->ttl >= 0) {
    out.set(fact::dns_ttl, shortest->ttl);
  }
}

/// Official hosts only: elsewhere a private address or loopback may well be meant.
void learn_trouble(const TextList& addresses, Facts& out) {
  out.set(fact::dns_private, std::ranges::all_of(addresses, is_special_address));
  const std::string_view sink = sinkhole_of(addresses.front());
  if (!sink.empty()) {
    out.set(fact::dns_sinkhole, std::string{sink});
  }
}

void learn(const Known& known, const net::Answer& answer, Facts& out) {
  const std::string host = known.setup_facts().get(setup::fact::url_host);
  out.set(fact::dns_host, host);
  out.set(fact::dns_status, status_of(answer));
  if (answer.local_families) {
    out.set(fact::dns_local, families_word(*answer.local_families));
  }
  if (!answer.dns.resolvers.empty()) {
    out.set(fact::dns_resolvers, answer.dns.resolvers);
  }
  TextList addresses;
  for (const net::AddressRecord& record : answer.dns.addresses) {
    addresses.push_back(record.address);
  }
  if (addresses.empty()) {
    return;
  }
  learn_answer(host, answer.dns, out);
  if (api::is_official(host)) {
    learn_trouble(addresses, out);
  }
  out.set(fact::dns_addresses, std::move(addresses));
}

}  // namespace

extern constinit const Probe probe_dns{.id = "dns",
                                       .layer = "network",
                                       .about = "Does the API host name have an address?",
                                       .needs = needs,
                                       .facts = facts,
                                       .ask = ask,
                                       .learn = learn};

}  // namespace doctor::probes
