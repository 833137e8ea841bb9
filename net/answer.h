#pragma once
// Everything that happened when a question was asked, and no opinion. A failure is data too.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/jwt.h"
#include "core/time.h"

namespace doctor::net {

/// Why there is no whole HTTP response (or no DNS answer). The first part of the way that failed.
enum class Failure : std::uint8_t {
  none,
  name_not_found,  ///< NXDOMAIN, or no address of either family
  name_server,     ///< SERVFAIL, REFUSED, malformed
  name_timeout,    ///< no resolver answered
  no_resolver,     ///< none configured, or none reachable
  refused,         ///< TCP RST to SYN
  unreachable,     ///< no route, network or host unreachable
  connect_timeout,
  tls_certificate,  ///< the chain or the name did not verify
  tls_handshake,    ///< alert, protocol mismatch, not TLS at all
  tls_timeout,
  reset,             ///< closed or reset after the connection stood
  empty_reply,       ///< closed without a byte of response
  malformed,         ///< not HTTP
  truncated,         ///< fewer bytes than announced
  too_large,         ///< more bytes than this program reads
  response_timeout,  ///< connected, no (whole) response in time
  proxy,             ///< the proxy refused, or could not be reached or resolved
  bad_url,
  not_sent,     ///< the guard or the deadline kept it back; see `failure_text`
  over_budget,  ///< it would have been one authenticated request too many
  other,
};
std::string_view word_of(Failure failure);

/// One certificate of the chain a server showed.
struct Certificate {
  int depth = 0;        ///< 0 = leaf
  std::string subject;  ///< common name, or the whole name in one line
  std::string issuer;
  std::vector<std::string> names;  ///< subject alternative names, leaf only
  std::optional<TimePoint> not_before;
  std::optional<TimePoint> not_after;
  int verify_error = 0;  ///< OpenSSL X509_V_ERR_… at this depth, 0 = fine
};

/// What became of the greeting of a handshake that did not end.
enum class Greeting : std::uint8_t {
  unknown,
  unacknowledged,  ///< the other side's TCP never confirmed it: it was dropped on the way
  acknowledged,    ///< confirmed, and nothing came back
  gap,             ///< later packets of the answer came, its beginning did not
};

/// What the handshake showed, also when it failed.
struct Tls {
  std::string version;  ///< TLSv1.3; empty when no handshake completed
  std::string alpn;
  std::string alert;               ///< what was sent or received
  int verify_error = 0;            ///< first X509_V_ERR_…, 0 = fine
  std::vector<Certificate> chain;  ///< as presented, leaf first
  int presented = 0;               ///< certificates the server sent
  bool names_issuer_page = false;  ///< the leaf says where its issuer's certificate is to be had
  Greeting greeting = Greeting::unknown;
  std::vector<std::string> certificates = {};  ///< as sent, DER; inside net/ only, see WayAsk
};

/// Milliseconds since this request was asked for; negative = that point was not reached, or the
/// request went over a connection that another one had opened.
struct Timing {
  double dns = -1;
  double tcp = -1;
  double tls = -1;
  double first_byte = -1;
  double total = -1;
};

/// One address a resolver told; `ttl` in seconds, negative: unknown.
struct AddressRecord {
  std::string address;
  int family = 4;  ///< 4 or 6
  int ttl = -1;
};

/// What one resolver says of a name.
struct ResolverReply {
  std::string server;         ///< as the machine's settings name it
  std::string status_a = {};  ///< as in DnsReply; empty: not asked, or no answer yet
  std::string status_aaaa = {};
  std::vector<AddressRecord> addresses = {};
  std::vector<std::string> canonical_names = {};
  bool authenticated = false;  ///< AD: the resolver says that it checked DNSSEC
  double ms = -1;              ///< until its last answer so far; negative: none yet
};

/// What one resolver said of one name, for both families.
struct DnsReply {
  std::vector<AddressRecord> addresses = {};
  std::vector<std::string> canonical_names = {};
  std::string status_a = {};  ///< ok, nxdomain, nodata, servfail, refused, timeout, unreachable,
                              ///< malformed, literal, hosts
  std::string status_aaaa = {};
  std::vector<std::string> resolvers = {};        ///< asked, as the settings name them
  bool resolver_configured = true;                ///< false: the settings name none
  std::string resolved_as = {};                   ///< the name that has the addresses
  bool authenticated = false;                     ///< AD of the answer that was used
  double ms = -1;                                 ///< until it was known; negative: not asked
  std::vector<ResolverReply> by_resolver = {};    ///< in the order of the settings
  std::vector<std::string> search_suffixes = {};  ///< that a client would try before the name
};

/// How the connection to one address came out.
struct Connection {
  std::string address;
  int family = 4;
  /// connected, refused, reset, timeout, prohibited, net_unreachable, host_unreachable (by a
  /// router's word), no_route, interface_down, prohibited_here (by this machine's); empty: not
  /// tried, or open still.
  std::string outcome = {};
  std::string said_by = {};  ///< address of the router or firewall whose word it is, where known
  double started_ms = 0;     ///< after the first attempt
  double ms = -1;            ///< from its start to its outcome
};

/// What a kind of client would make of the chain that the server showed.
struct ClientTrust {
  std::string client;  ///< node, python-requests, python-httpx, go, curl
  std::string source;  ///< the variable that decides, or empty: its usual roots
  bool trusts = false;
  std::string problem = {};  ///< OpenSSL's words when it does not
};

/// What became of checking a token's signature; `unknown_key`: the set has no key of that id.
enum class SignatureCheck : std::uint8_t { not_asked, valid, invalid, unknown_key, unsupported };

/// The answer to one question. It is a value of its own: nothing in it refers to the engine.
struct Answer {
  Failure failure = Failure::none;
  std::string failure_text;  ///< the library's words, or why it was not sent; holds no secret
  std::string method;
  std::string url;    ///< as sent; holds no secret
  bool sent = false;  ///< at least one byte of the request may have left
  bool credential_sent = false;

  int status = 0;                                            ///< 0 = no response
  std::string http_version;                                  ///< 1.0, 1.1, 2
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::string body;      ///< bounded; access tokens inside are masked
  std::string location;  ///< redirect target, made absolute; never followed
  std::string remote_address;
  bool proxied = false;
  int proxy_status = 0;       ///< status of the proxy's CONNECT answer when the tunnel was refused
  std::string proxy_problem;  ///< why it was not reached: unreadable, unresolved, refused …
  bool tcp_connected = false;
  bool tls_started = false;
  bool tls_finished = false;
  Tls tls;  ///< empty on a connection that another request had opened
  Timing timing;
  TimePoint sent_at{};      ///< local clock when the request was written
  TimePoint received_at{};  ///< local clock when the first byte of the response arrived
  double started_ms = 0;    ///< when it was asked for, since the run began
  bool connection_reused = false;

  DnsReply dns;                         ///< DnsAsk, and WayAsk for resolvers
  std::vector<Connection> connections;  ///< WayAsk for addresses, and when none could be connected
  std::vector<ClientTrust> trust;       ///< WayAsk for trust; clients that can be judged
  /// With `connections` and a failed lookup: 4 and 6, what this machine has addresses of.
  std::optional<std::vector<int>> local_families;
  std::optional<api::Claims> token;  ///< exchange only: what the new token says
  bool token_present = false;        ///< exchange only: a non-empty access_token came back

  std::string header(std::string_view lower_case_name) const;  ///< first value, empty when absent
};

}  // namespace doctor::net
