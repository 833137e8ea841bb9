#pragma once
// What the scheduler needs of the network; the engine is one, a dry run another.

#include <cstddef>
#include <optional>
#include <string_view>

#include "net/answer.h"
#include "net/ask.h"

namespace doctor::net {

/// An answer, and which question's.
struct Completion {
  std::size_t ticket = 0;  ///< as given to submit
  Answer answer;
};

/// Asks questions and hands out answers, in the order in which they are complete.
class Transport {
 public:
  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;
  /// Asks; returns at once. `ticket` comes back with the answer.
  virtual void submit(std::size_t ticket, const Ask& ask) = 0;
  /// The next complete answer; waits for one. nullopt when nothing is in flight, or when the run
  /// was stopped (then everything in flight has been given up).
  virtual std::optional<Completion> wait() = 0;
  virtual bool stopped() const = 0;  ///< deadline passed or interrupted
  /// The held token's signature against a JWKS.
  virtual SignatureCheck check_signature(std::string_view jwks) const = 0;
};

}  // namespace doctor::net
