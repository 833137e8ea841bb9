#pragma once
// Name resolution with c-ares, both families at once, in the engine's poll loop.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <curl/curl.h>

#include "net/answer.h"

namespace doctor::net {

class Resolver {
 public:
  struct Options {
    std::string server;                       ///< `address:port`; empty: the system's configuration
    std::chrono::milliseconds timeout{1500};  ///< first try; doubled for the second
    int family = 0;                           ///< 4 or 6: that family alone; 0: both
  };
  using Done = std::function<void(const DnsReply& reply, Failure failure)>;

  explicit Resolver(const Options& options);
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;
  ~Resolver();

  /// `done` is called once, possibly before this returns (IP literals, the hosts file).
  void resolve(const std::string& host, Done done);
  bool idle() const;
  /// Sockets to wait for, appended to `sockets`; at most `limit` is shortened to the next timeout.
  void wait_for(std::vector<curl_waitfd>& sockets, std::chrono::milliseconds& limit) const;
  /// After the wait: handles what became ready and what timed out.
  void process(const std::vector<curl_waitfd>& sockets);
  void cancel();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace doctor::net
