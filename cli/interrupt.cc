#include "cli/interrupt.h"

#include <csignal>

namespace doctor::cli {
namespace {

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

void on_signal(int) {
  interrupted.store(true);
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

InterruptWatch::~InterruptWatch() {
  install(SIG_DFL);
}

const std::atomic<bool>* InterruptWatch::flag() const {
  return &interrupted;
}

}  // namespace doctor::cli
