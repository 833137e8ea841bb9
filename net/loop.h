#pragma once
// What all runs of a process share: one poll loop, libcurl's connections, name lookups and dialled
// addresses. A single run is a fleet of one: its loop has one engine.
//
// Shared is only what depends on this machine's way to the network. Credentials, allow-list, budget
// and deadline belong to an engine. A connection may serve several: no request leaves anything on
// it (no cookies, no client certificates, no authentication of connections).

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "net/trust.h"
#include "net/wiring.h"

namespace doctor::net {

using Clock = std::chrono::steady_clock;  ///< deadlines are points of this clock

/// This machine's way to the network.
struct LoopOptions {
  Wiring wiring = {};
  std::string ca_file = {};
  std::string resolver = {};     ///< `address[:port]` in place of the system's; live runs only
  std::string resolv_conf = {};  ///< content of the machine's file of that name
  std::string hosts_file = {};   ///< … and of its hosts file
  std::vector<TrustStore> trust_stores = {};  ///< of the kinds of clients, for WayAsk
  UsualRoots usual_roots = {};
  int ip_family = 0;                         ///< 4, 6, or 0 for both
  std::chrono::milliseconds timeout{10000};  ///< one answer
  /// To one host at once. The first requests of a run open a connection each rather than wait to
  /// learn whether the first one multiplexes: over HTTP/1.1 that wait costs two round trips, over
  /// HTTP/2 nothing is lost. Later ones wait their turn: a new one would take three round trips.
  std::size_t connections = 4;
};

/// Outlives its engines. One thread.
class Loop {
 public:
  /// Opens nothing yet.
  explicit Loop(LoopOptions options);
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  ~Loop();

  /// Waits until an engine has an answer, or `until`, or a twentieth of a second has passed.
  void poll(Clock::time_point until);

  struct Impl;  ///< the inside, for net/ alone
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace doctor::net
