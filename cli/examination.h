#pragma once
// One target examined: its set-up and credentials go in, its report comes out. One at a time or
// many side by side on one loop.

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bundle/pseudonyms.h"
#include "cli/ignored.h"
#include "cli/options.h"
#include "core/exchange.h"
#include "core/fingerprint.h"
#include "core/report.h"
#include "core/secret_windows.h"
#include "mock/mock.h"
#include "net/engine.h"
#include "net/loop.h"
#include "probes/runner.h"
#include "rules/table.h"
#include "setup/setup.h"
#include "setup/trust.h"

namespace doctor::cli {

/// What every examination of a process shares; all of it outlives them.
struct Practice {
  const RunOptions& options;
  const rules::Table& table;
  const KnownCauses& accepted;
  const net::Wiring& wiring;
  net::Loop& loop;
  const std::atomic<bool>* interrupted = nullptr;  ///< set by a signal handler
  Mode mode = Mode::live;
  net::SignIn sign_in = net::SignIn::own_connection;
  probes::Progress progress = nullptr;
};

/// For whoever wants to see the requests of an examination.
struct Witness {
  std::function<void(const net::HttpAsk&)> sent = nullptr;  ///< one leaves
  std::function<void(const net::Answer&)> answered = nullptr;
};

class Examination {
 public:
  /// Its deadline begins to run at `started`. `exchanges` outlives it, and gets what is recorded of
  /// each request; null: nobody wants to know.
  Examination(const Practice& practice,
              setup::Setup setup,
              std::vector<Exchange>* exchanges,
              net::Clock::time_point started,
              Witness witness = {});

  /// What the report calls its target, where there are many.
  void call(std::string name) { name_ = std::move(name); }
  /// Asks what can be asked at once.
  void begin() { run_.begin(); }
  /// Reads the answers that are there, without waiting. True: it is over.
  bool advance();
  /// Waits for all answers, or for the end of its time.
  void finish();
  /// Once. What servers said goes through the redactor before it is judged; `known` learns every
  /// credential of the run for it, and `pseudonyms` what stands for secrets that servers had said.
  Report report(Fingerprints& known, bundle::Pseudonyms& pseudonyms);
  /// Every credential of the run, for who checks a bundle.
  void teach(SecretWindows& known) const { engine_.teach(known); }
  /// It ended early by what tells nothing of the target, see net::Engine::spoilt(): to be examined
  /// anew, with a connection of its own for the exchange.
  bool spoilt() const { return engine_.spoilt(); }
  /// Every question has been answered; false when it was ended before.
  bool complete() const { return run_.finished(); }
  net::Clock::time_point deadline() const { return deadline_; }

 private:
  const Practice& practice_;
  setup::Setup setup_;
  std::string name_ = {};
  net::Clock::time_point started_;
  net::Clock::time_point deadline_;
  std::string started_at_;
  std::function<void(const net::Answer&)> answered_;
  net::Engine engine_;
  probes::Selection selection_;
  probes::Run run_;
};

/// Where a run's names and ports lead; nothing without a mock.
net::Wiring wiring_of(const mock::Server* server);

/// How this machine, or the mocked one, reaches the network.
net::LoopOptions loop_options(const RunOptions& options,
                              const setup::System& machine,
                              const setup::Roots& roots,
                              const mock::Server* server);

/// Gives each the probe that asked it, and puts them in the order of the probes.
void name_probes(std::vector<Exchange>& exchanges);

/// The hosts and the budget of one target.
net::Limits limits_of(const RunOptions& options, const setup::Target& target);

/// Adds the proxies that the machine's variables choose.
void choose_proxies(const setup::System& machine, setup::Target& target);

}  // namespace doctor::cli
