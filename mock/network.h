#pragma once
// What lies between the user and the organisation: names, ports, certificates, hosts and faults.

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace doctor::mock {

/// What the name server says about a name.
struct DnsEntry {
  std::string outcome = {};  ///< answer, nodata, nxdomain, servfail, refused, timeout, and the
                             ///< hostile ones: garbage, truncated, loop, foreign, crowd
  std::vector<std::string> addresses = {};
  std::string cname = {};
  int ttl = 60;
  std::string aaaa = {};       ///< outcome for IPv6 questions; empty: as for the others
  bool authenticated = false;  ///< sets the AD bit
  std::chrono::milliseconds delay{0};
};

/// What one name server says: `fallback` for names it has no entry for.
struct DnsTable {
  DnsEntry fallback = {};
  std::map<std::string, DnsEntry> names = {};
  bool closed = false;  ///< nothing listens: the question is refused by ICMP
};

/// What answers for a host name.
struct Host {
  std::string persona = {};  ///< api, dashboard, docs, mcp, shroud, intents, portal, gateway, …
  std::string certificate = {};  ///< empty: as the world's
  /// complete, stall, reset, close, plaintext, drip, garbage, unknown_name, no_cipher
  std::string handshake = {};
  int redirect_to_https = 0;     ///< status of the redirect on the plain port; 0: serve
  std::string redirect_to = {};  ///< every request is sent to this origin
  int redirect_status = 302;
};

struct Tls {
  std::string certificate =
      "good";  ///< good, expired, not_yet_valid, wrong_host, self_signed, unknown_ca, …
  std::string issuer = "Mock Authority";  ///< common name of the authority that signs
  bool is_public = true;            ///< clients that bring a list of authorities know this one
  std::string authority_file = {};  ///< of the user, in which the signing authority stands
  std::string min_version = {};     ///< empty: the library's
  std::string max_version = {};
};

/// What a `raw` fault writes, byte for byte.
struct Piece {
  std::string bytes = {};
  long long times = 1;  ///< -1: without end
  std::chrono::milliseconds pause{0};
};

struct Fault {
  std::string kind = {};
  std::string method = "*";
  std::string path = "**";  ///< glob on the path without its leading slash
  std::string host = "*";
  std::optional<bool> authenticated = {};
  int after = 0;   ///< matching requests let through first
  int times = -1;  ///< then this many are hit; -1: all
  int status = 0;
  std::map<std::string, std::string> headers = {};
  std::optional<std::string> body = {};
  std::string content_type = {};
  std::string detail = {};
  std::string location = {};
  std::chrono::milliseconds delay{0};
  long long bytes = 0;
  std::vector<Piece> pieces = {};  ///< raw only
  std::string then = {};           ///< raw only: close, stall, reset, keep
};

/// The plain port also plays the proxy that a user's HTTPS_PROXY names.
struct ProxyBehaviour {
  std::string connect = "tunnel";  ///< tunnel or refuse
  int status = 403;                ///< of a refusal
  std::string credentials = {};    ///< `user:password` asked for by 407; empty: none
};

struct Network {
  std::string tls_port = "listen";    ///< listen, refuse, reset, silent
  std::string plain_port = "listen";  ///< alike
  std::string kept = "serve";         ///< serve; drop: a second request ends its connection
  Tls tls = {};
  ProxyBehaviour proxy = {};
  DnsTable dns = {};
  std::map<std::string, DnsTable> resolvers = {};  ///< further ones, by the user's address for it
  std::map<std::string, std::string> addresses = {};  ///< address → refuse, drop, no_route
  std::map<std::string, Host> hosts = {};             ///< by exact name, `*.suffix` or `*`
  std::map<std::string, Fault> faults = {};  ///< by name; the first match in name order acts
};

/// The entry for `name`: exact, else the longest `*.suffix`, else `*`.
const Host& host_entry(const Network& network, const std::string& name);
const DnsEntry& dns_entry(const DnsTable& table, const std::string& name);

}  // namespace doctor::mock
