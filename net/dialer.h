#pragma once
// TCP connections as a good client makes them (RFC 8305): addresses of both families in turn, the
// next one as soon as the last has failed or a quarter of a second has passed. The first that
// stands is used for the first request; every other address is tried once as well, without anybody
// waiting for it, so that each has a result of its own.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <curl/curl.h>

#include "net/answer.h"

namespace doctor::net {

class Dialer {
 public:
  /// Where an address is to be looked for. On a live run `host` is the address itself.
  struct Target {
    std::string address;
    std::string host;
    std::uint16_t port = 443;
  };
  using Done = std::function<void()>;

  /// No address is waited for longer than `timeout`.
  explicit Dialer(std::chrono::milliseconds timeout);
  Dialer(const Dialer&) = delete;
  Dialer& operator=(const Dialer&) = delete;
  ~Dialer();

  /// `done` is called once, possibly before this returns: an address stands, or all have failed.
  /// `key` names the dial from here on; each is to be dialled once, with at least one target.
  void dial(const std::string& key, const std::vector<Target>& targets, Done done);
  /// By the order in which they were tried.
  std::vector<Connection> results(const std::string& key) const;
  /// The address that stood first; empty: none, or none yet.
  std::string winner(const std::string& key) const;
  /// The winner's socket, once; -1 afterwards. It is the caller's to close.
  int take(const std::string& key);
  /// Every address has a result, or has had time for a lost greeting to be repeated.
  bool settled(const std::string& key) const;
  bool idle() const;  ///< nobody waits for `done`
  /// As if it had never been dialled; false while an address is still being tried.
  bool forget(const std::string& key);
  /// Sockets to wait for, appended to `sockets`; at most `limit` is shortened to the next step.
  void wait_for(std::vector<curl_waitfd>& sockets, std::chrono::milliseconds& limit) const;
  /// After the wait: handles what became ready and what is due.
  void process();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The families in which this machine has an address other than loopback and link-local.
std::vector<int> local_families();

}  // namespace doctor::net
