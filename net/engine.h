#pragma once
// The only door to the network, for one target: questions go in, answers come out in the order in
// which they are complete. The guard stands before every request. The way there (connections,
// names, the wait itself) is the loop's, which other engines may share.

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/exchange.h"
#include "net/answer.h"
#include "net/ask.h"
#include "net/guard.h"
#include "net/keyring.h"
#include "net/loop.h"
#include "net/transfer.h"
#include "net/transport.h"

namespace doctor::net {

/// Over which connection the one exchange of a key may go. A server may end a kept one at the very
/// moment, and then nobody knows whether the key arrived.
enum class SignIn : std::uint8_t {
  own_connection,  ///< one of its own: nothing is in doubt
  kept_connection  ///< also one that has just been used; where it breaks, the run is spoilt
};

/// What an engine may do, and who wants to know what it did.
struct EngineOptions {
  Limits limits;
  Proxy api_proxy = {};
  Proxy mcp_proxy = {};
  Clock::time_point deadline = Clock::time_point::max();
  SignIn sign_in = SignIn::own_connection;
  const std::atomic<bool>* interrupted = nullptr;  ///< set by a signal handler
  /// Every request that was asked for is written down here, reduced (net/record.h), in the order in
  /// which they ended. Must outlive the engine; null: nobody wants to know.
  std::vector<Exchange>* exchanges = nullptr;
  /// Called for every request as it leaves, a repetition included.
  std::function<void(const HttpAsk&)> on_sent = nullptr;
};

/// For one run, on one thread. Destroying it gives up what is in flight.
class Engine final : public Transport {
 public:
  /// Opens nothing before the first question. The credentials are the engine's from now on. `loop`
  /// outlives it.
  Engine(Loop& loop, EngineOptions options, Keyring keyring);
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine() override;

  /// Returns at once. What the guard refuses is answered, too: `not_sent` or `over_budget`, with
  /// the reason.
  void submit(std::size_t ticket, const Ask& ask) override;
  std::optional<Completion> wait() override;
  /// The next complete answer, if there is one by now.
  std::optional<Completion> take();
  /// Nothing is in flight, and every answer has been taken.
  bool idle() const;
  /// Gives up everything in flight; the loop goes on for others.
  void give_up();
  /// Its time is over, it was interrupted, or it is spoilt.
  bool stopped() const override;
  /// The exchange went out on a kept connection that broke: what is known so far tells nothing, and
  /// only another run may send the key again.
  bool spoilt() const;
  SignatureCheck check_signature(std::string_view jwks) const override;
  /// What was sent so far; lives as long as the engine.
  const Guard& guard() const;
  /// Every credential of the run so far is learnt there.
  void teach(Fingerprints& known) const;
  /// The same, for a short search.
  void teach(SecretWindows& known) const;

  struct Impl;  ///< the inside, for net/ alone

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace doctor::net
