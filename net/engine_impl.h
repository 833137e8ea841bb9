#pragma once
// The engine's inside: questions and answers in engine.cc, the way of one request in engine_way.cc.

#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <curl/curl.h>

#include "api/url.h"
#include "net/engine.h"
#include "net/loop_impl.h"

namespace doctor::net {

struct InFlight {
  Waiting waiting;
  std::string key;  ///< of its line
  std::unique_ptr<Transfer> transfer;
};

struct Engine::Impl {
  Loop::Impl& loop;
  EngineOptions options;
  Keyring keyring;
  Guard guard;
  Clock::time_point start = Clock::now();
  std::list<InFlight> in_flight;
  std::map<std::string, std::vector<std::string>> chains;  // by host, DER, as shown
  std::vector<std::pair<std::size_t, WayAsk>> late_asks;   // by ticket
  std::list<Completion> done;
  std::size_t open = 0;  // questions without an answer
  bool spoilt = false;   // see Engine::spoilt()

  Impl(Loop::Impl& the_loop, EngineOptions the_options, Keyring the_keyring);

  bool stopped() const {
    return spoilt || Clock::now() >= options.deadline ||
           (options.interrupted != nullptr && options.interrupted->load());
  }
  const Proxy& proxy_for(const HttpAsk& ask) const {
    return ask.endpoint.starts_with("mcp.") ? options.mcp_proxy : options.api_proxy;
  }

  void submit(std::size_t ticket, const Ask& ask);
  void ask_name(std::size_t ticket, const std::string& host);
  void answer_name(std::size_t ticket, const Known& known);
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
  /// `key` names the connection to use, to the API or to the proxy.
  void send(const Waiting& waiting, const std::string& key);
  void start_transfer(const Waiting& waiting, const std::string& key, Request request);
  Request request_for(const Waiting& waiting, const Permit& permit, const std::string& key) const;
  void complete(std::size_t ticket, Answer answer);
  /// … of a request: it is written down, too.
  void complete(const Waiting& waiting, Answer answer);
  void finish(CURL* handle, CURLcode result);
  /// What the answer tells about credentials is taken out of it.
  void keep_secrets(const Waiting& waiting, Answer& answer);
  /// Once more, on a connection of its own. A key that may have arrived spoils the run instead.
  void repeat(std::list<InFlight>::iterator found);
  /// It is over: its place is another's.
  void leave(std::list<InFlight>::iterator found);
  void give_up();
};

/// What is known of a host and port stands under this.
std::string key_of(const std::string& host, std::uint16_t port);
/// The answer to a question that did not get as far as a request.
Answer unsent(Failure failure, std::string why);

}  // namespace doctor::net
