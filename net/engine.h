#pragma once
// The only door to the network: one thread, one poll loop for libcurl and c-ares. Questions go in,
// answers come out in the order in which they are complete. The guard stands before every request;
// a name is resolved once and its addresses are given to libcurl.

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/exchange.h"
#include "net/answer.h"
#include "net/ask.h"
#include "net/guard.h"
#include "net/keyring.h"
#include "net/transfer.h"
#include "net/transport.h"
#include "net/trust.h"

namespace doctor::net {

using Clock = std::chrono::steady_clock;  ///< deadlines are points of this clock

/// What an engine may do, and what it has to know of the machine.
struct EngineOptions {
  Limits limits;
  Wiring wiring = {};
  Proxy api_proxy = {};
  Proxy mcp_proxy = {};
  std::string ca_file = {};
  std::string resolver = {};     ///< `address[:port]` in place of the system's; live runs only
  std::string resolv_conf = {};  ///< content of the machine's file of that name
  std::string hosts_file = {};   ///< … and of its hosts file
  std::vector<TrustStore> trust_stores = {};  ///< of the kinds of clients, for WayAsk
  UsualRoots usual_roots = {};
  int ip_family = 0;  ///< 4, 6, or 0 for both
  std::chrono::milliseconds timeout{10000};
  Clock::time_point deadline = Clock::time_point::max();
  const std::atomic<bool>* interrupted = nullptr;  ///< set by a signal handler
  /// Every request that was asked for is written down here, reduced (net/record.h), in the order in
  /// which they ended. Must outlive the engine; null: nobody wants to know.
  std::vector<Exchange>* exchanges = nullptr;
};

/// For one run, on one thread. Destroying it gives up what is in flight.
class Engine final : public Transport {
 public:
  /// Opens nothing before the first question. The credentials are the engine's from now on.
  Engine(EngineOptions options, Keyring keyring);
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine() override;

  /// Returns at once. What the guard refuses is answered, too: `not_sent` or `over_budget`, with
  /// the reason.
  void submit(std::size_t ticket, const Ask& ask) override;
  std::optional<Completion> wait() override;
  bool stopped() const override;
  SignatureCheck check_signature(std::string_view jwks) const override;
  /// What was sent so far; lives as long as the engine.
  const Guard& guard() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace doctor::net
