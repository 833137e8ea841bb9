#pragma once
// SIGINT and SIGTERM end a run early instead of killing it, so that what was seen is still
// reported.

#include <atomic>

namespace doctor::cli {

/// Installs the handlers while it lives. At most one at a time.
class InterruptWatch {
 public:
  InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;
  ~InterruptWatch();
  const std::atomic<bool>* flag() const;
};

}  // namespace doctor::cli
