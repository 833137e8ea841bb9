#include "cli/on_change.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/descriptor.h"
#include "cli/steady_state.h"
#include "report/report.h"

namespace doctor::cli {
namespace {

/// A file without a name that holds the text, at its beginning; nothing can block on it.
int file_with(std::string_view text) {
  const int file = memfd_create("report", MFD_CLOEXEC);
  while (file >= 0 && !text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written <= 0) {
      break;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (file >= 0) {
    lseek(file, 0, SEEK_SET);
  }
  return file;
}

std::vector<std::string> environment_for(const Report& report, const std::string& state_before) {
  std::vector<std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    out.emplace_back(*entry);
  }
  const bool has_cause = !report.findings.empty() && report.findings.front().root_cause;
  out.push_back("ONECLAW_DOCTOR_STATE=" + state_of(report));
  out.push_back("ONECLAW_DOCTOR_STATE_BEFORE=" + state_before);
  out.push_back(fmt::format("ONECLAW_DOCTOR_VERDICT={}", name_of(report.verdict)));
  out.push_back("ONECLAW_DOCTOR_ROOT_CAUSE=" + (has_cause ? report.findings.front().rule : ""));
  return out;
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> out(words.size() + 1);  // the last one is null
  std::ranges::transform(words, out.begin(), [](std::string& word) { return word.data(); });
  return out;
}

/// 0, or the errno.
int start(const std::string& command, int input, std::vector<std::string> environment, pid_t& id) {
  posix_spawn_file_actions_t files{};
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
  posix_spawnattr_t attributes{};
  posix_spawnattr_init(&attributes);
  // A group of its own: a Ctrl-C is for the doctor, and what it starts can be killed as a whole.
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  std::vector<std::string> words{"/bin/sh", "-c", command};
  const std::vector<char*> arguments = pointers_to(words);
  const std::vector<char*> variables = pointers_to(environment);
  const int error =
      posix_spawn(&id, "/bin/sh", &files, &attributes, arguments.data(), variables.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return error;
}

/// False when it had to be killed.
bool wait_for(pid_t id, std::chrono::milliseconds longest, int& status) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): the C library of Debian 12 has no function
  const Descriptor watch{static_cast<int>(syscall(SYS_pidfd_open, id, 0))};
  const auto end = std::chrono::steady_clock::now() + longest;
  int ready = 0;
  do {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    std::array<pollfd, 1> wait{{{.fd = watch.number(), .events = POLLIN, .revents = 0}}};
    ready = poll(wait.data(), wait.size(), static_cast<int>(std::max<long>(left.count(), 0)));
  } while (ready < 0 && errno == EINTR);
  if (ready <= 0) {
    kill(-id, SIGKILL);
  }
  while (waitpid(id, &status, 0) < 0 && errno == EINTR) {
  }
  return ready > 0;
}

}  // namespace

Result<void> run_on_change(const std::string& command,
                           const Report& report,
                           const std::string& state_before,
                           std::chrono::milliseconds longest) {
  const Descriptor input{file_with(report::render_json(report, {}))};
  pid_t id = 0;
  const int error = input.number() < 0
                        ? errno
                        : start(command, input.number(), environment_for(report, state_before), id);
  if (error != 0) {
    return failure(fmt::format("--on-change: cannot start /bin/sh (error {})", error));
  }
  int status = 0;
  if (!wait_for(id, longest, status)) {
    return failure(fmt::format("--on-change: killed after {} s", longest.count() / 1000));
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return failure(WIFEXITED(status)
                       ? fmt::format("--on-change: exit code {}", WEXITSTATUS(status))
                       : fmt::format("--on-change: ended by signal {}", WTERMSIG(status)));
  }
  return {};
}

}  // namespace doctor::cli
