#pragma once
// A name server on UDP that says what the world's `dns` says. A and AAAA; anything else has no
// data.

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>

#include "mock/network.h"

namespace doctor::mock {

class DnsServer {
 public:
  /// `table` must outlive this; `asked` hears every name. Throws ScenarioError without a socket.
  DnsServer(const DnsTable& table, std::function<void(const std::string&)> asked);
  DnsServer(const DnsServer&) = delete;
  DnsServer& operator=(const DnsServer&) = delete;
  ~DnsServer();
  std::uint16_t port() const { return port_; }

 private:
  void serve() const;
  bool wait_calmly(std::chrono::milliseconds time) const;

  const DnsTable& table_;
  std::function<void(const std::string&)> asked_;
  int socket_;
  int stop_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

/// What is said to one query.
struct DnsSaid {
  std::string name = {};   ///< that was asked for
  std::string bytes = {};  ///< empty: stay silent
  std::chrono::milliseconds delay{0};
};
DnsSaid dns_answer(const DnsTable& table, const std::string& query);

}  // namespace doctor::mock
