#pragma once
// The scheduler: every probe whose needs are met is asked at once; each answer may set further ones
// free. One row per declared probe comes out, whatever happened.

#include <functional>
#include <memory>
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

/// The probes of one target, a step at a time, so that many can share one poll loop. A question's
/// ticket is its probe's place in all_probes().
class Run {
 public:
  /// All of these outlive it.
  Run(const setup::Setup& setup,
      net::Transport& transport,
      const Selection& selection,
      const Progress& progress);
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;
  ~Run();

  /// Asks what can be asked at once.
  void begin();
  /// Reads an answer, and asks what it sets free.
  void take(net::Completion completion);
  bool finished() const;  ///< every probe has its row
  /// The rows, once; those of probes that have not finished say so.
  Outcome end();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// From the first question to the last answer, or to the transport's end.
Outcome run_probes(const setup::Setup& setup,
                   net::Transport& transport,
                   const Selection& selection,
                   const Progress& progress);

}  // namespace doctor::probes
