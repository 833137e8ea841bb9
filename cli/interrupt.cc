#include "cli/interrupt.h"

#include <csignal>

namespace doctor::cli {
namespace {

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

/// The first signal asks the run to end with what it has; a second one ends the program.
void on_signal(int number) {
  if (interrupted.exchange(true)) {
    std::signal(number, SIG_DFL);  // NOLINT(cert-err33-c): nothing to do when it fails
    std::raise(number);            // NOLINT(cert-err33-c)
  }
}

void install(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;  // NOLINT(cppcoreguidelines-pro-type-union-access)
  sigemptyset(&action.sa_mask);
  // No SA_RESTART: the wait in the poll loop has to end.
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

InterruptWatch::InterruptWatch() {
  interrupted.store(false);
  install(on_signal);
}

void end_at_signals() {
  install(SIG_DFL);  // NOLINT(cppcoreguidelines-pro-type-cstyle-cast): the system's macro
}

// Asked of a watch, because without one nothing sets it.
// NOLINTNEXTLINE(readability-convert-member-functions-to-static)
const std::atomic<bool>* InterruptWatch::flag() const {
  return &interrupted;
}

}  // namespace doctor::cli
