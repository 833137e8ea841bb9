#pragma once
// The loop's inside, for the engines that share it.

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <curl/curl.h>

#include "net/dialer.h"
#include "net/engine.h"
#include "net/loop.h"
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
  bool fresh = false;  ///< only on a connection of its own
};

/// An engine's request among those of others.
struct Queued {
  Engine::Impl* engine = nullptr;
  Waiting waiting;
};

/// Who waits for a name: questions for the name itself, and requests to it.
struct NameQueue {
  std::vector<std::pair<Engine::Impl*, std::size_t>> tickets = {};
  std::vector<Queued> requests = {};
};

/// The requests that wait for one connection, and when it came about.
struct Dialled {
  std::vector<Queued> queue = {};
  bool begun = false;
  std::optional<Clock::time_point> ended = std::nullopt;
  bool failed = false;  ///< no address took a connection
};

/// The requests to one `host:port`: how many are with libcurl, and those that wait their turn. Each
/// one there takes memory, and its time runs, while all connections are busy.
struct Line {
  std::size_t in_flight = 0;
  std::deque<Queued> queue = {};
};

/// What the kinds of clients make of a chain.
struct JudgedChain {
  std::string host;
  std::vector<std::string> certificates;
  std::vector<ClientTrust> trust;
};

struct Loop::Impl {
  LoopOptions options;
  CurlLibrary library;
  SocketLog log;                       // the connections of `multi` write into it until they end
  std::map<std::string, Known> names;  // host → what its lookup gave
  std::map<std::string, NameQueue> lookups;  // … which is under way
  std::map<std::string, Dialled> dials;      // by `host:port`
  std::map<std::string, Line> lines;         // by the same, while there are requests
  std::vector<JudgedChain> judged;
  std::vector<int> known_families;
  std::optional<Clock::time_point> known_families_since = std::nullopt;
  std::vector<Engine::Impl*> engines;
  std::size_t untaken = 0;  ///< answers that nobody has taken yet, of all engines
  std::unique_ptr<CURLM, CloseMulti> multi{curl_multi_init()};
  Resolver resolver;
  Dialer dialer;

  explicit Impl(LoopOptions the_options);

  /// nullptr: not looked up yet, or too long ago for an engine that started at `start`.
  const Known* known(const std::string& host, Clock::time_point start);
  /// Somebody is waiting in `lookups[host]`.
  void look_up(const std::string& host);
  void looked_up(const std::string& host, const DnsReply& reply, Failure failure);
  /// The dial of `key`, fit for an engine that started at `start`; a new one is empty.
  Dialled& dial_for(const std::string& key, Clock::time_point start);
  void dialled(const std::string& key);
  /// More than a single run asks, and enough for every connection to have one.
  std::size_t most_in_flight() const { return std::max<std::size_t>(64, options.connections); }
  /// A request of `key` is over: the next one's turn.
  void landed(const std::string& key);
  /// The families this machine has addresses of, as they were when an engine that began at `start`
  /// may still go by it.
  const std::vector<int>& families(Clock::time_point start);
  const std::vector<ClientTrust>& trust_of(const std::string& host,
                                           const std::vector<std::string>& certificates);
  void collect() const;
  void answer_late();
  void poll(Clock::time_point until);
  void forget(const Engine::Impl& engine);
};

}  // namespace doctor::net
