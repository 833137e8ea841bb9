#pragma once
// A name server on UDP that says what the world's `dns` says. A and AAAA; anything else has no
// data.

#include <cstdint>
#include <functional>
#include <string>
#include <thread>

#include "mock/network.h"

namespace doctor::mock {

class DnsServer {
 public:
  /// `network` must outlive this; `asked` hears every name. Throws ScenarioError without a socket.
  DnsServer(const Network& network, std::function<void(const std::string&)> asked);
  DnsServer(const DnsServer&) = delete;
  DnsServer& operator=(const DnsServer&) = delete;
  ~DnsServer();
  std::uint16_t port() const { return port_; }

 private:
  void serve() const;

  const Network& network_;
  std::function<void(const std::string&)> asked_;
  int socket_;
  int stop_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

/// The answer to one query; empty: stay silent. `name` receives the name asked for.
std::string dns_answer(const Network& network, const std::string& query, std::string& name);

}  // namespace doctor::mock
