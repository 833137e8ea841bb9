#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/text.h"
#include "probes/addresses.h"
#include "probes/common.h"
#include "probes/facts/network.h"
#include "setup/facts.h"

namespace doctor::probes {
namespace {

// After the health check, so that the other resolvers have had the time of a whole request.
constexpr std::array<std::string_view, 2> needs{"dns", "health"};
constexpr std::array<const FactSpec*, 9> facts{&fact::resolvers_answers,
                                               &fact::resolvers_count,
                                               &fact::resolvers_first,
                                               &fact::resolvers_first_status,
                                               &fact::resolvers_knowing,
                                               &fact::resolvers_denying,
                                               &fact::resolvers_public,
                                               &fact::resolvers_private,
                                               &fact::resolvers_drops};

Question ask(const Known& known) {
  const net::Answer* lookup = known.answer("dns");
  if (lookup == nullptr) {
    return Skip{.blocked_by = "dns", .reason = "the name was not looked up"};
  }
  if (lookup->dns.by_resolver.empty()) {
    return Skip{.blocked_by = "dns", .reason = "no resolver had to be asked"};
  }
  return net::Ask{net::WayAsk{.part = net::WayAsk::Part::resolvers,
                              .host = known.setup_facts().get(setup::fact::url_host)}};
}

/// One word for both families; `waiting` while nothing has come.
std::string word_for(const net::ResolverReply& reply) {
  if (!reply.addresses.empty()) {
    return "ok";
  }
  for (const std::string_view word :
       {"nxdomain", "servfail", "refused", "malformed", "timeout", "unreachable", "nodata"}) {
    if (reply.status_a == word || reply.status_aaaa == word) {
      return std::string{word};
    }
  }
  return "waiting";
}

std::string line_for(const net::ResolverReply& reply, const std::string& word) {
  if (word == "waiting") {
    return fmt::format("{}: no answer yet", reply.server);
  }
  TextList addresses;
  for (const net::AddressRecord& record : reply.addresses) {
    addresses.push_back(record.address);
  }
  return fmt::format("{}: {}{}{} ({} ms)",
                     reply.server,
                     word,
                     addresses.empty() ? "" : " ",
                     join(addresses, " "),
                     std::lround(reply.ms));
}

bool all_special(const net::ResolverReply& reply) {
  return std::ranges::all_of(reply.addresses, is_special_address, &net::AddressRecord::address);
}

void learn_differences(const net::DnsReply& reply, Facts& out) {
  TextList in_public;
  TextList in_private;
  for (const net::ResolverReply& one : reply.by_resolver) {
    if (!one.addresses.empty()) {
      (all_special(one) ? in_private : in_public).push_back(one.server);
    }
  }
  if (!in_public.empty() && !in_private.empty()) {
    out.set(fact::resolvers_public, std::move(in_public));
    out.set(fact::resolvers_private, std::move(in_private));
  }
}

void learn_first(const net::ResolverReply& first, Facts& out) {
  out.set(fact::resolvers_first, first.server);
  out.set(fact::resolvers_first_status, word_for(first));
  const bool a = first.status_a == "timeout";
  const bool aaaa = first.status_aaaa == "timeout";
  if (a != aaaa && !first.status_a.empty() && !first.status_aaaa.empty()) {
    out.set(fact::resolvers_drops, a ? "A" : "AAAA");
  }
}

void learn(const Known&, const net::Answer& answer, Facts& out) {
  TextList answers;
  TextList knowing;
  TextList denying;
  for (const net::ResolverReply& one : answer.dns.by_resolver) {
    const std::string word = word_for(one);
    answers.push_back(line_for(one, word));
    if (word == "ok") {
      knowing.push_back(one.server);
    } else if (word == "nxdomain" || word == "nodata") {
      denying.push_back(one.server);
    }
  }
  out.set(fact::resolvers_count, static_cast<std::int64_t>(answers.size()));
  out.set(fact::resolvers_answers, std::move(answers));
  learn_first(answer.dns.by_resolver.front(), out);
  learn_differences(answer.dns, out);
  if (!knowing.empty()) {
    out.set(fact::resolvers_knowing, std::move(knowing));
  }
  if (!denying.empty()) {
    out.set(fact::resolvers_denying, std::move(denying));
  }
}

}  // namespace

extern constinit const Probe probe_resolvers{
    .id = "resolvers",
    .layer = "network",
    .about = "Do this machine's resolvers agree on the API host name?",
    .needs = needs,
    .facts = facts,
    .ask = ask,
    .learn = learn};

}  // namespace doctor::probes
