#include "cli/fleet_progress.h"

#include <string_view>

#include <fmt/format.h>
#include <unistd.h>

namespace doctor::cli {
namespace {

constexpr std::string_view start_of_line = "\r\x1b[K";

std::chrono::milliseconds interval(bool terminal) {
  return terminal ? std::chrono::milliseconds{200} : std::chrono::seconds{30};
}

void write_error(std::string_view text) {
  // Losing a sign of life does not matter.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

std::string duration_text(std::chrono::seconds time) {
  constexpr std::chrono::seconds::rep minute = 60;
  const auto seconds = time.count();
  return seconds < 2 * minute ? fmt::format("{} s", seconds)
                              : fmt::format("{} min", (seconds + minute / 2) / minute);
}

}  // namespace

std::string progress_text(const FleetState& state, std::size_t problems) {
  std::string text =
      fmt::format("{}/{} targets, {} with problems", state.done, state.total, problems);
  if (state.sign_in_time.count() > 0) {
    text += fmt::format(
        "; sign-in is limited to 1 per second per address: about {} left; --shard spreads it over "
        "machines",
        duration_text(state.sign_in_time));
  }
  return text;
}

FleetProgress::FleetProgress(bool quiet)
    : quiet_(quiet), terminal_(::isatty(STDERR_FILENO) == 1), next_(Clock::now()) {}

FleetProgress::~FleetProgress() {
  if (shown_ && terminal_) {
    write_error(start_of_line);
  }
}

void FleetProgress::show(const FleetState& state, std::size_t problems) {
  const Clock::time_point now = Clock::now();
  // Where nobody watches, what ends soon needs no line, but a long wait wants a word at once.
  const bool first = next_ == Clock::time_point{} || !shown_;
  if (quiet_ || now < next_) {
    return;
  }
  next_ = now + interval(terminal_);
  if (!terminal_ && first && state.sign_in_time < std::chrono::seconds{30}) {
    shown_ = true;
    return;
  }
  shown_ = true;
  const std::string text = progress_text(state, problems);
  write_error(terminal_ ? std::string{start_of_line} + text : "oneclaw-doctor: " + text + "\n");
}

}  // namespace doctor::cli
