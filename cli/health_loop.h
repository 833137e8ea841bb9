#pragma once
// One check after the other, never two at once, until a signal or a count ends it (docs/watch.md).

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "cli/steady_state.h"
#include "core/report.h"
#include "core/result.h"

namespace doctor::cli {

struct Rhythm {
  std::chrono::milliseconds interval{60'000};  ///< from begin to begin, give or take a tenth
  Confirmation confirmation = {};
  int checks = 0;  ///< end after so many; 0: only a signal ends it
};

struct Seen {
  const Report& report;
  bool changed;               ///< the steady state is another one now; true for the first report
  const std::string& before;  ///< the steady state until now; empty at first
};

using Check = std::function<Result<Report>()>;
/// Error: the loop ends with it.
using Listener = std::function<Result<void>(const Seen&)>;

enum class Ended : std::uint8_t {
  by_count,
  by_signal,
  by_failure,  ///< the first check or the listener failed; a line on standard error says why
};

/// A later check that fails is told on standard error, and tried again.
Ended check_again_and_again(const Rhythm& rhythm, const Check& check, const Listener& listener);

}  // namespace doctor::cli
