#pragma once
// Facts of the layers network and service.

#include "core/fact.h"
#include "probes/facts/dns.h"  // IWYU pragma: export

namespace doctor::probes::fact {

inline constexpr FactKey<bool> proxy_configured{"proxy.configured",
                                                "a proxy variable applies to the base URL"};
inline constexpr FactKey<std::string> proxy_variable{"proxy.variable", "the variable that won"};
inline constexpr FactKey<std::string> proxy_host{"proxy.host", "host:port of the proxy"};
inline constexpr FactKey<std::string> proxy_bypass{"proxy.bypass",
                                                   "the no_proxy entry that exempts the API host"};
inline constexpr FactKey<std::string> proxy_status{
    "proxy.status",
    "ok, unreadable (the variable holds no proxy), unresolved, unreachable, auth_required (407), "
    "refused (CONNECT denied)"};
inline constexpr FactKey<std::string> proxy_reason{
    "proxy.reason",
    "why it was not reached: unreadable, unresolved, refused, timeout, unreachable, dropped"};
inline constexpr FactKey<TextList> proxy_schemes{
    "proxy.schemes", "ways to sign in that a 407 offers: Basic, Negotiate, NTLM …"};
inline constexpr FactKey<TextList> proxy_ignored_by{
    "proxy.ignored_by", "kinds of clients that read no proxy variable by themselves"};
inline constexpr FactKey<bool> proxy_ignored{"proxy.ignored_by_this_client",
                                             "the examined client is of such a kind"};
inline constexpr FactKey<std::int64_t> proxy_connect_status{"proxy.connect_status",
                                                            "HTTP status of the CONNECT"};

inline constexpr FactKey<std::string> tcp_status{"tcp.status",
                                                 "connected, refused, unreachable, timeout"};
inline constexpr FactKey<std::string> tcp_reason{
    "tcp.reason",
    "why no address could be connected: refused, timeout, prohibited (a firewall says so), "
    "net_unreachable, host_unreachable (a router says so), no_route, interface_down, "
    "prohibited_here (this machine says so)"};
inline constexpr FactKey<std::string> tcp_said_by{"tcp.said_by",
                                                  "address of the router or firewall that said so"};
inline constexpr FactKey<std::string> tcp_address{"tcp.address", "address that was connected to"};
inline constexpr FactKey<std::int64_t> tcp_port{"tcp.port", "port that was connected to"};
inline constexpr FactKey<std::int64_t> tcp_ms{"tcp.ms", "time to connect after the lookup, ms"};

inline constexpr FactKey<TextList> addresses_results{
    "addresses.results", "each address and what became of the connection to it, with the time"};
inline constexpr FactKey<TextList> addresses_working{"addresses.working",
                                                     "addresses that accept connections"};
inline constexpr FactKey<TextList> addresses_dead{
    "addresses.dead", "addresses that do not, though another one of their family does"};
inline constexpr FactKey<std::string> addresses_ipv4{
    "addresses.ipv4",
    "none (no such address), ok (one works), no_route (this machine has no way there), broken"};
inline constexpr FactKey<std::string> addresses_ipv6{"addresses.ipv6", "the same for IPv6"};
inline constexpr FactKey<std::int64_t> addresses_detour_ms{
    "addresses.detour_ms",
    "time lost on addresses that were tried before the first one that worked, milliseconds"};
inline constexpr FactKey<std::string> addresses_local{
    "addresses.local_network",
    "families in which this machine has an address: none, ipv4, ipv6, both"};

inline constexpr FactKey<std::string> tls_status{
    "tls.status", "verified, certificate (did not verify), handshake (failed), timeout, not_used"};
inline constexpr FactKey<std::string> tls_problem{
    "tls.problem",
    "expired, not_yet_valid, wrong_host, self_signed, unknown_ca, incomplete_chain, weak, "
    "plain_http (the server does not speak TLS), old_version (no common protocol version), "
    "unknown_name (the server knows no such host), no_common_cipher, reset (cut off after the "
    "greeting, without a word), protocol, other. incomplete_chain: only the leaf was sent, and it "
    "says where its issuer is to be had"};
inline constexpr FactKey<std::int64_t> tls_verify_code{"tls.verify_code", "OpenSSL verify result"};
inline constexpr FactKey<std::string> tls_subject{"tls.subject", "whom the certificate names"};
inline constexpr FactKey<std::string> tls_issuer{"tls.issuer", "who issued the leaf certificate"};
inline constexpr FactKey<TextList> tls_names{"tls.names", "host names the certificate is for"};
inline constexpr FactKey<std::string> tls_not_before{"tls.not_before", "start of validity, UTC"};
inline constexpr FactKey<std::string> tls_not_after{"tls.not_after", "end of validity, UTC"};
inline constexpr FactKey<std::int64_t> tls_days_left{"tls.days_left",
                                                     "days until the leaf certificate ends"};
inline constexpr FactKey<std::string> tls_version{"tls.version", "negotiated protocol"};
inline constexpr FactKey<std::string> tls_alert{"tls.alert", "TLS alert sent or received"};
inline constexpr FactKey<TextList> tls_chain{
    "tls.chain", "each certificate looked at: subject, issuer and end, leaf first"};
inline constexpr FactKey<std::int64_t> tls_presented{"tls.presented",
                                                     "certificates that the server sent"};
inline constexpr FactKey<std::string> tls_alpn{"tls.alpn", "application protocol agreed on"};
inline constexpr FactKey<std::int64_t> tls_ms{"tls.ms", "time the handshake took, ms"};
inline constexpr FactKey<std::string> tls_greeting{
    "tls.greeting",
    "of a handshake that got no answer in time: unacknowledged (the greeting never arrived), "
    "acknowledged "
    "(it arrived, nothing came back), gap (the end of an answer came, not its beginning)"};
inline constexpr FactKey<std::string> tls_interceptor{
    "tls.interceptor", "product known for TLS interception, named by the issuer"};
inline constexpr FactKey<bool> tls_before_release{
    "tls.clock_before_release",
    "the local clock shows a time before this program was released: it is wrong"};

inline constexpr FactKey<std::string> health_state{"health.state",
                                                   "status word of GET /v1/health, lower case"};
inline constexpr FactKey<std::string> health_version{"health.version", "release of the server"};
inline constexpr FactKey<std::string> hsm_state{"hsm.state", "status word of GET /v1/health/hsm"};
inline constexpr FactKey<std::int64_t> keys_count{"keys.count", "keys in the published JWKS"};

inline constexpr FactKey<bool> identity_is_1claw{
    "identity.is_1claw",
    "answers prove that the 1Claw API, or prove that something else, is there"};
inline constexpr FactKey<std::string> identity_kind{
    "identity.kind",
    "1claw, html, redirect, json (of something else), text, empty, shroud, mcp: what answered in "
    "place of the API"};
inline constexpr FactKey<std::string> identity_title{"identity.title", "title of the HTML page"};
inline constexpr FactKey<std::string> identity_redirect{"identity.redirect",
                                                        "where the answer redirects to, no query"};
inline constexpr FactKey<std::string> identity_redirect_host{"identity.redirect_host",
                                                             "host of that redirect"};
inline constexpr FactKey<bool> identity_redirect_to_https{
    "identity.redirect_to_https", "the redirect goes to the same host over https"};
inline constexpr FactKey<bool> identity_redirect_official{
    "identity.redirect_official", "the redirect goes to an official 1Claw host"};
inline constexpr FactKey<std::string> identity_server{"identity.server", "Server or Via header"};
inline constexpr FactKey<bool> identity_login_page{
    "identity.login_page",
    "signs of a captive portal or gateway: 511, or words like login, portal, blocked in the page"};
inline constexpr FactKey<std::int64_t> identity_status{"identity.status",
                                                       "status of the answer that was judged"};

inline constexpr FactKey<double> clock_offset{
    "clock.offset_seconds", "server clock minus local clock, seconds (positive: local is behind)"};
inline constexpr FactKey<double> clock_bound{"clock.bound_seconds",
                                             "half-width of the interval the true offset lies in"};
inline constexpr FactKey<std::int64_t> clock_certain_skew{
    "clock.certain_skew_seconds",
    "size of the offset that remains after its bound; 0 = may be none"};
inline constexpr FactKey<std::string> clock_direction{"clock.direction",
                                                      "behind or ahead: the local clock"};
inline constexpr FactKey<std::string> clock_local{"clock.local", "local clock at that moment, UTC"};
inline constexpr FactKey<std::string> clock_server{"clock.server", "server clock, UTC"};

}  // namespace doctor::probes::fact
