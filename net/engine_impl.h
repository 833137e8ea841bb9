#pragma once
// The engine's inside: loop and names in engine.cc, the way of one request in engine_way.cc.

#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <curl/curl.h>

#include "api/url.h"
#include "net/dialer.h"
#include "net/engine.h"
#include "net/resolver.h"
#include "net/resolver_options.h"

namespace doctor::net {

/// libcurl's one-time initialisation, undone at the end of the program.
struct CurlLibrary {
  CurlLibrary() { curl_global_init(CURL_GLOBAL_DEFAULT); }
  CurlLibrary(const CurlLibrary&) = delete;
  CurlLibrary& operator=(const CurlLibrary&) = delete;
  ~CurlLibrary() { curl_global_cleanup(); }
};

struct CloseMulti {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

/// TCP and TLS of one connection, before the run goes on without it.
constexpr std::chrono::milliseconds longest_connect{4000};

struct Known {
  DnsReply reply;
  Failure failure = Failure::none;
  Clock::time_point since = {};
};

/// A request on its way: waiting for a name, then for a connection.
struct Waiting {
  std::size_t ticket = 0;
  HttpAsk ask;
  Clock::time_point asked = Clock::now();
};

struct InFlight {
  Waiting waiting;
  std::string key;  ///< as for `send`
  std::unique_ptr<Transfer> transfer;
};

/// The requests that wait for one connection, and when it came about.
struct Dialled {
  std::vector<Waiting> waiting;
  std::optional<Clock::time_point> ended = std::nullopt;
};

struct Engine::Impl {
  EngineOptions options;
  Keyring keyring;
  Guard guard;
  CurlLibrary library;
  SocketLog log;  // the connections of `multi` write into it until they end
  std::unique_ptr<CURLM, CloseMulti> multi{curl_multi_init()};
  Resolver resolver;
  Dialer dialer;
  Clock::time_point start = Clock::now();
  std::list<InFlight> in_flight;
  std::map<std::string, Known> names;                            // host → what its lookup gave
  std::map<std::string, std::vector<std::size_t>> name_tickets;  // DnsAsk waiting for it
  std::map<std::string, std::vector<Waiting>> name_asks;
  std::map<std::string, std::vector<std::string>> chains;  // by host, DER, as shown
  std::map<std::string, Dialled> dials;                    // by `host:port`
  std::vector<std::pair<std::size_t, WayAsk>> late_asks;   // by ticket
  std::deque<Completion> done;

  Impl(EngineOptions the_options, Keyring the_keyring)
      : options(std::move(the_options)),
        keyring(std::move(the_keyring)),
        guard(options.limits),
        resolver(resolver_options(options)),
        dialer(std::min(longest_connect, options.timeout)) {
    // The first requests open a connection each rather than wait to learn whether the first one
    // multiplexes: over HTTP/1.1 that wait costs two round trips, over HTTP/2 nothing is lost.
    // Later ones wait their turn on those: a new connection would take three round trips.
    constexpr long connections = 4;
    curl_multi_setopt(multi.get(), CURLMOPT_MAX_HOST_CONNECTIONS, connections);
  }

  double now_ms() const {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  }
  bool stopped() const {
    return Clock::now() >= options.deadline ||
           (options.interrupted != nullptr && options.interrupted->load());
  }
  const Proxy& proxy_for(const HttpAsk& ask) const {
    return ask.endpoint.starts_with("mcp.") ? options.mcp_proxy : options.api_proxy;
  }

  void lookup(const std::string& host);
  void looked_up(const std::string& host, const DnsReply& reply, Failure failure);
  void answer_name(std::size_t ticket, const std::string& host);
  void answer_late();
  bool settled(const WayAsk& ask) const;
  void submit_http(Waiting waiting);
  /// `host` and `port` are the API's or the proxy's; on a mock run `port_here` stands in for them.
  void connect(Waiting waiting,
               const std::string& host,
               std::uint16_t port,
               std::uint16_t port_here);
  std::vector<Dialer::Target> targets_for(const std::string& host,
                                          std::uint16_t port,
                                          std::uint16_t port_here) const;
  Answer unconnected(const Permit& permit, const std::string& key, bool proxied) const;
  void connected(const std::string& key);
  void send(const Waiting& waiting, const std::string& key, bool fresh = false);
  Request request_for(const Waiting& waiting, const Permit& permit, const std::string& key);
  void complete(std::size_t ticket, Answer answer);
  /// … of a request: it is written down, too.
  void complete(const Waiting& waiting, Answer answer);
  void poll();
  void collect();
  void finish(CURL* handle, CURLcode result);
  /// Once more, on a connection of its own.
  void repeat(std::list<InFlight>::iterator found);
  void give_up();
};

/// What is known of a host and port stands under this.
std::string key_of(const std::string& host, std::uint16_t port);
/// The answer to a question that did not get as far as a request.
Answer unsent(Failure failure, std::string why);

}  // namespace doctor::net
