#include "cli/health_loop.h"

#include <array>
#include <optional>
#include <random>

#include <poll.h>

#include "cli/interrupt.h"
#include "cli/output.h"
#include "core/random.h"

namespace doctor::cli {
namespace {

using Clock = std::chrono::steady_clock;

/// Many doctors that were started together shall not ask together for ever.
class Jitter {
 public:
  std::chrono::milliseconds spread(std::chrono::milliseconds interval) {
    constexpr double tenth = 0.1;
    std::uniform_real_distribution<double> factor{1 - tenth, 1 + tenth};
    return std::chrono::milliseconds{
        static_cast<std::int64_t>(static_cast<double>(interval.count()) * factor(random_))};
  }

 private:
  std::mt19937_64 random_{random_word()};
};

/// Ends early when a signal comes.
void sleep_until(Clock::time_point end, const InterruptWatch& interrupt) {
  while (!interrupt.flag()->load()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
    if (left.count() <= 0) {
      return;
    }
    std::array<pollfd, 1> wake{{{.fd = interrupt.descriptor(), .events = POLLIN, .revents = 0}}};
    (void)poll(wake.data(), wake.size(), static_cast<int>(left.count()));
  }
}

}  // namespace

Ended check_again_and_again(const Rhythm& rhythm, const Check& check, const Listener& listener) {
  const InterruptWatch interrupt;
  SteadyState steady{rhythm.confirmation};
  Jitter jitter;
  for (int done = 0; rhythm.checks == 0 || done < rhythm.checks;) {
    const auto next = Clock::now() + jitter.spread(rhythm.interval);
    const Result<Report> report = check();
    if (interrupt.flag()->load()) {
      return Ended::by_signal;  // what was cut short says nothing
    }
    ++done;
    if (report) {
      const std::string before = steady.current();
      const bool changed = steady.see(state_of(*report));
      const Result<void> told = listener({.report = *report, .changed = changed, .before = before});
      if (!told) {
        (void)complain(told.error().message, exit_usage);
        return Ended::by_failure;
      }
    } else if (done == 1) {
      (void)complain(report.error().message, exit_usage);
      return Ended::by_failure;
    } else {
      (void)complain(report.error().message, exit_usage);
    }
    if (done != rhythm.checks) {
      sleep_until(next, interrupt);
    }
    if (interrupt.flag()->load()) {
      return Ended::by_signal;
    }
  }
  return Ended::by_count;
}

}  // namespace doctor::cli
