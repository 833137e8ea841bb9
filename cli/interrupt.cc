#include "cli/interrupt.h"

#include <cerrno>
#include <csignal>
#include <cstdint>

#include <sys/eventfd.h>
#include <unistd.h>

namespace doctor::cli {
namespace {

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);
std::atomic<int> wake{-1};
int watches = 0;

/// The first signal asks the run to end with what it has; a second one ends the program.
void on_signal(int number) {
  const int error = errno;
  if (interrupted.exchange(true)) {
    std::signal(number, SIG_DFL);  // NOLINT(cert-err33-c): nothing to do when it fails
    std::raise(number);            // NOLINT(cert-err33-c)
  }
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(wake.load(), &one, sizeof one);
  errno = error;
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
  if (watches++ > 0) {
    return;
  }
  if (wake.load() < 0) {
    wake.store(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  }
  std::uint64_t earlier = 0;
  [[maybe_unused]] const ssize_t size = read(wake.load(), &earlier, sizeof earlier);
  interrupted.store(false);
  install(on_signal);
}

InterruptWatch::~InterruptWatch() {
  --watches;
}

void end_at_signals() {
  install(SIG_DFL);  // NOLINT(cppcoreguidelines-pro-type-cstyle-cast): the system's macro
}

// Asked of a watch, because without one nothing sets it.
// NOLINTNEXTLINE(readability-convert-member-functions-to-static)
const std::atomic<bool>* InterruptWatch::flag() const {
  return &interrupted;
}

// NOLINTNEXTLINE(readability-convert-member-functions-to-static)
int InterruptWatch::descriptor() const {
  return wake.load();
}

}  // namespace doctor::cli
