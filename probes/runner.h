#pragma once
// The scheduler: every probe whose needs are met is asked at once; each answer may set further ones
// free. One row per declared probe comes out, whatever happened.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/report.h"
#include "net/transport.h"
#include "setup/setup.h"

namespace doctor::probes {

/// Probe ids or layers. `only` brings along what the named probes need.
struct Selection {
  std::vector<std::string> only = {};
  std::vector<std::string> skip = {};
};

/// Called whenever a probe has finished: which, and how many of all.
using Progress = std::function<void(std::string_view probe, int finished, int total)>;

/// What the probes have to say. Nothing is judged in it yet.
struct Outcome {
  std::vector<Observation> observations;  ///< in the order of all_probes()
  Timeline timeline = {};
  bool complete = true;  ///< false when the transport stopped the run, or kept a question back
};

/// A question's ticket is its probe's place in all_probes().
Outcome run_probes(const setup::Setup& setup,
                   net::Transport& transport,
                   const Selection& selection,
                   const Progress& progress);

}  // namespace doctor::probes
