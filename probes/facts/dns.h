#pragma once
// Facts about the host name: what was used (dns) and what each resolver says of it (resolvers).

#include "core/fact.h"

namespace doctor::probes::fact {

inline constexpr FactKey<std::string> dns_host{"dns.host", "the API host name that was looked up"};
inline constexpr FactKey<std::string> dns_status{
    "dns.status",
    "ok, literal (an IP address needs no lookup), hosts_file, nxdomain, nodata, servfail, refused, "
    "timeout, unreachable (no resolver could be reached), no_resolver (none is configured, and "
    "none answers on this machine), malformed"};
inline constexpr FactKey<TextList> dns_addresses{"dns.addresses", "addresses found"};
inline constexpr FactKey<TextList> dns_resolvers{"dns.resolvers", "resolvers that were asked"};
inline constexpr FactKey<bool> dns_private{
    "dns.private_address",
    "an official 1Claw host resolves to a private, loopback or bogon address"};
inline constexpr FactKey<std::int64_t> dns_ms{"dns.ms", "time the lookup took, milliseconds"};
inline constexpr FactKey<std::int64_t> dns_ttl{"dns.ttl", "seconds the answer may be kept"};
inline constexpr FactKey<TextList> dns_aliases{"dns.aliases",
                                               "names the host is an alias of (CNAME)"};
inline constexpr FactKey<bool> dns_authenticated{
    "dns.authenticated", "the resolver says that it checked DNSSEC (AD); not checked here"};
inline constexpr FactKey<std::string> dns_sinkhole{
    "dns.sinkhole",
    "an address that filters give to names they block: `the null address`, `loopback`, or the "
    "product whose block page it is"};
inline constexpr FactKey<std::string> dns_found_as{
    "dns.found_as", "the longer name, from this machine's search list, that has the addresses"};
inline constexpr FactKey<std::string> dns_local{
    "dns.local_network",
    "after a failed lookup: families in which this machine has an address: none, ipv4, ipv6, both"};

inline constexpr FactKey<TextList> resolvers_answers{
    "resolvers.answers", "what each said: `192.0.2.53: ok 203.0.113.7 (12 ms)`"};
inline constexpr FactKey<std::int64_t> resolvers_count{"resolvers.count",
                                                       "resolvers this machine is to ask"};
inline constexpr FactKey<std::string> resolvers_first{"resolvers.first",
                                                      "the one that clients ask before all others"};
inline constexpr FactKey<std::string> resolvers_first_status{
    "resolvers.first_status",
    "what it said: ok, nxdomain, nodata, servfail, refused, malformed, timeout, unreachable"};
inline constexpr FactKey<TextList> resolvers_knowing{"resolvers.knowing",
                                                     "those that gave an address"};
inline constexpr FactKey<TextList> resolvers_denying{
    "resolvers.denying", "those that say there is no such name, or no address for it"};
inline constexpr FactKey<TextList> resolvers_public{
    "resolvers.public", "those that gave a public address, when others gave only private ones"};
inline constexpr FactKey<TextList> resolvers_private{
    "resolvers.private", "those that gave only private addresses, when others gave public ones"};
inline constexpr FactKey<std::string> resolvers_drops{
    "resolvers.drops",
    "AAAA or A: the kind of question the first resolver leaves unanswered, though it answers the "
    "other"};

}  // namespace doctor::probes::fact
