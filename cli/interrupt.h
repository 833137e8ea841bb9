#pragma once
// SIGINT and SIGTERM end a run early instead of killing it, so that what was seen is still
// reported.

#include <atomic>

namespace doctor::cli {

/// Installs the handlers. They stay, so that a report that is being written is still written; a
/// second signal ends the program. A watch within a watch sees the signals of the outer one, too.
class InterruptWatch {
 public:
  InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;
  ~InterruptWatch();
  const std::atomic<bool>* flag() const;
  /// Readable from the first signal on; -1 when the system gave none.
  int descriptor() const;
};

/// From here on a signal ends the program at once again: for what leaves nothing half done.
void end_at_signals();

}  // namespace doctor::cli
