#pragma once
// How far a fleet is, on standard error: a line that is replaced where a person sees it, and a line
// now and then elsewhere.

#include <chrono>
#include <cstddef>
#include <string>

#include "cli/fleet_run.h"

namespace doctor::cli {

/// `412/3000 targets, 17 with problems; sign-in is limited …`
std::string progress_text(const FleetState& state, std::size_t problems);

class FleetProgress {
 public:
  using Clock = std::chrono::steady_clock;

  /// `quiet`: says nothing.
  explicit FleetProgress(bool quiet);
  FleetProgress(const FleetProgress&) = delete;
  FleetProgress& operator=(const FleetProgress&) = delete;
  ~FleetProgress();

  void show(const FleetState& state, std::size_t problems);

 private:
  bool quiet_;
  bool terminal_;
  bool shown_ = false;
  Clock::time_point next_;
};

}  // namespace doctor::cli
