#include "cli/fleet_run.h"

#include <algorithm>
#include <chrono>
#include <list>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include <sys/resource.h>

#include "cli/examination.h"
#include "cli/examined_machine.h"
#include "cli/fleet_pace.h"
#include "cli/fleet_queue.h"
#include "cli/fleet_setup.h"
#include "cli/ignored.h"
#include "cli/interrupt.h"
#include "cli/rules_file.h"
#include "setup/facts.h"
#include "setup/trust.h"

namespace doctor::cli {
namespace {

using net::Clock;

Practice with_own_connections(Practice practice) {
  practice.sign_in = net::SignIn::own_connection;
  return practice;
}

/// One target under way, with all that is its own.
struct Active {
  std::size_t place = 0;
  std::string host = {};
  Pace::Booking booking = {};
  std::optional<Examination> examination = std::nullopt;
};

class Fleet {
 public:
  Fleet(const Practice& practice,
        const FleetOptions& options,
        const setup::System& machine,
        std::span<const FleetTask> tasks,
        const FleetWatchers& watchers)
      : practice_(practice),
        cautious_(with_own_connections(practice)),
        options_(options),
        machine_(machine),
        tasks_(tasks),
        watchers_(watchers),
        pace_(options.no_pace),
        queue_(pace_, options.most_per_host()) {
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      queue_.add(i, demand_of(*tasks[i].target, practice.options));
    }
  }

  Result<FleetEnd> run();

 private:
  Result<void> begin_ready();
  Result<void> begin(FleetQueue::Next next);
  Result<void> hand_on_finished();
  bool interrupted() const { return practice_.interrupted->load(); }
  void tell() const;

  const Practice& practice_;
  const Practice cautious_;       // for those whose kept connection broke under the exchange
  std::set<std::size_t> spoilt_;  // their places
  const FleetOptions& options_;
  const setup::System& machine_;
  std::span<const FleetTask> tasks_;
  const FleetWatchers& watchers_;
  Pace pace_;
  FleetQueue queue_;
  std::list<Active> active_;  // a list: examinations refer to their places
  std::size_t done_ = 0;
};

Result<void> Fleet::begin(FleetQueue::Next next) {
  const fleet::Target& target = *tasks_[next.place].target;
  auto setup = set_up_target(target, practice_.options, machine_, std::chrono::system_clock::now());
  if (!setup) {
    return failure(setup.error().message);
  }
  if (!practice_.accepted.expired.empty()) {
    setup->facts.set(setup::fact::ignore_expired, practice_.accepted.expired);
  }
  Active& one = active_.emplace_back();
  one.place = next.place;
  one.host = std::move(next.host);
  one.booking = next.booking;
  one.examination.emplace(
      spoilt_.contains(next.place) ? cautious_ : practice_,
      std::move(*setup),
      nullptr,
      Clock::now(),
      Witness{
          .sent = [&one](const net::HttpAsk& ask) { Pace::sent(one.booking, ask, Clock::now()); },
          .answered =
              [&one](const net::Answer& answer) {
                Pace::answered(one.booking, answer, Clock::now());
              }});
  one.examination->call(target.name);
  one.examination->begin();
  return {};
}

Result<void> Fleet::begin_ready() {
  while (active_.size() < options_.concurrency && !interrupted()) {
    auto next = queue_.next(Clock::now());
    if (!next) {
      break;
    }
    if (Result<void> begun = begin(std::move(*next)); !begun) {
      return begun;
    }
  }
  return {};
}

Result<void> Fleet::hand_on_finished() {
  for (auto one = active_.begin(); one != active_.end();) {
    if (!one->examination->advance()) {
      ++one;
      continue;
    }
    Pace::release(one->booking);
    queue_.ended(one->host);
    if (one->examination->spoilt()) {
      spoilt_.insert(one->place);
      queue_.add(one->place, demand_of(*tasks_[one->place].target, practice_.options));
    } else if (one->examination->complete() || !interrupted()) {
      const FleetTask& task = tasks_[one->place];
      Fingerprints known;
      bundle::Pseudonyms pseudonyms;
      Result<void> taken =
          watchers_.on_result({.target = task.target->name,
                               .index = task.index,
                               .report = one->examination->report(known, pseudonyms)});
      if (!taken) {
        return taken;
      }
      ++done_;
    }
    one = active_.erase(one);
  }
  return {};
}

void Fleet::tell() const {
  if (watchers_.on_progress) {
    const std::size_t sign_ins = queue_.longest_sign_in_line();
    watchers_.on_progress({.done = done_,
                           .total = tasks_.size(),
                           .sign_ins = sign_ins,
                           .sign_in_time = pace_.time_for(sign_ins)});
  }
}

Result<FleetEnd> Fleet::run() {
  tell();
  while (!interrupted() && !(queue_.empty() && active_.empty())) {
    if (Result<void> begun = begin_ready(); !begun) {
      return failure(begun.error().message);
    }
    practice_.loop.poll(Clock::time_point::max());
    if (Result<void> handed = hand_on_finished(); !handed) {
      return failure(handed.error().message);
    }
    tell();
  }
  return FleetEnd{.done = done_, .interrupted = done_ < tasks_.size()};
}

/// How many connections there may be: every one takes a descriptor, and a fleet that runs out of
/// them would blame the API for it.
std::size_t descriptors_for_connections() {
  constexpr rlim_t enough = 16384;
  constexpr std::size_t others = 32;  // files, name lookups, connections that are being tried
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return others;
  }
  if (limit.rlim_cur < enough) {
    limit.rlim_cur = std::min(enough, limit.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
  }
  const auto had = static_cast<std::size_t>(std::min(limit.rlim_cur, enough));
  return had > others ? had - others : 1;
}

}  // namespace

Result<FleetEnd> run_fleet(const RunOptions& options,
                           const FleetOptions& fleet,
                           const mock::Scenario* scenario,
                           std::span<const FleetTask> tasks,
                           const FleetWatchers& watchers) {
  const InterruptWatch interrupt;
  const Result<rules::Table> table = load_rules_file(options.rules_file);
  if (!table) {
    return failure(table.error().message);
  }
  const std::unique_ptr<setup::System> machine = machine_of(scenario);
  const Result<KnownCauses> accepted =
      read_known_causes(options, *table, *machine, std::chrono::system_clock::now());
  if (!accepted) {
    return failure(accepted.error().message);
  }
  std::unique_ptr<mock::Server> server;
  if (scenario != nullptr) {
    server = std::make_unique<mock::Server>(*scenario);
  }
  const std::size_t descriptors = descriptors_for_connections();
  net::LoopOptions way =
      loop_options(options, *machine, setup::client_roots(setup::FakeSystem{}), server.get());
  // Each as many as alone, or it would wait for others; but no host is asked over more than these.
  constexpr std::size_t most_connections = 64;
  FleetOptions bounded = fleet;
  bounded.concurrency =
      std::clamp<std::size_t>(descriptors / way.connections, 1, fleet.concurrency);
  way.connections =
      std::min({way.connections * bounded.most_per_host(), most_connections, descriptors});
  net::Loop loop{std::move(way)};
  const net::Wiring wiring = wiring_of(server.get());
  const Practice practice{.options = options,
                          .table = *table,
                          .accepted = *accepted,
                          .wiring = wiring,
                          .loop = loop,
                          .interrupted = interrupt.flag(),
                          .mode = scenario == nullptr ? Mode::live : Mode::mock,
                          .sign_in = net::SignIn::kept_connection};
  return Fleet{practice, bounded, *machine, tasks, watchers}.run();
}

}  // namespace doctor::cli
