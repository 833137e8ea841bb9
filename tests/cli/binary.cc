#include "binary.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace doctor::cli::testing {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds patience{30};

struct Ends {
  int read = -1;
  int write = -1;
};

Ends new_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error{"no pipe"};
  }
  return {.read = ends[0], .write = ends[1]};
}

/// In the child: becomes the program.
[[noreturn]] void become(const Invocation& invocation, const Folder& folder) {
  std::vector<std::string> words{"oneclaw-doctor"};
  words.insert(words.end(), invocation.args.begin(), invocation.args.end());
  std::map<std::string, std::string> variables{
      {"LANG", "C.UTF-8"}, {"HOME", folder.path().string()}, {"TERM", "xterm"}};
  for (const auto& [name, value] : invocation.env) {
    variables[name] = value;
  }
  std::vector<std::string> environment;
  environment.reserve(variables.size());
  for (const auto& [name, value] : variables) {
    environment.emplace_back(name).append("=").append(value);
  }
  const auto pointers = [](std::vector<std::string>& texts) {
    std::vector<char*> out;
    out.reserve(texts.size() + 1);
    for (std::string& text : texts) {
      out.push_back(text.data());
    }
    out.push_back(nullptr);
    return out;
  };
  if (::chdir(folder.path().c_str()) == 0) {
    ::execve(program(), pointers(words).data(), pointers(environment).data());
  }
  ::_exit(127);
}

struct Stream {
  int descriptor;
  std::string* text;
};

/// Reads until every stream has ended or the program has had its time.
void drain(std::vector<Stream> streams, pid_t child) {
  const auto end = Clock::now() + patience;
  while (!streams.empty()) {
    std::vector<pollfd> waiting;
    waiting.reserve(streams.size());
    for (const Stream& stream : streams) {
      waiting.push_back({.fd = stream.descriptor, .events = POLLIN, .revents = 0});
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    if (left.count() <= 0 ||
        ::poll(waiting.data(), waiting.size(), static_cast<int>(left.count())) == 0) {
      ::kill(child, SIGKILL);
      break;
    }
    for (std::size_t i = waiting.size(); i-- > 0;) {
      if (waiting[i].revents == 0) {
        continue;
      }
      std::array<char, 4096> buffer{};
      const ssize_t size = ::read(streams[i].descriptor, buffer.data(), buffer.size());
      if (size > 0) {
        streams[i].text->append(buffer.data(), static_cast<std::size_t>(size));
      } else if (size == 0 || errno != EINTR) {
        ::close(streams[i].descriptor);
        streams.erase(streams.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
  }
  for (const Stream& stream : streams) {
    ::close(stream.descriptor);
  }
}

/// How long its main thread was ready to run and waited for a processor, while it is not reaped.
std::chrono::milliseconds run_delay(pid_t child) {
  std::ifstream in{"/proc/" + std::to_string(child) + "/schedstat"};
  std::int64_t ran = 0;
  std::int64_t delayed = 0;
  in >> ran >> delayed;
  return in.fail()
             ? std::chrono::milliseconds{0}
             : std::chrono::ceil<std::chrono::milliseconds>(std::chrono::nanoseconds{delayed});
}

void wait_for(pid_t child, Outcome& out) {
  siginfo_t ended{};
  while (::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT) < 0 &&
         errno == EINTR) {
  }
  out.waited = run_delay(child);
  int status = 0;
  rusage usage{};
  while (::wait4(child, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  out.exit = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  out.peak_kib = usage.ru_maxrss;  // NOLINT(*-union-access): the C library's
}

/// Standard input comes from a file, so that nobody has to write it while the program runs.
int input_descriptor(const Invocation& invocation, const Folder& folder) {
  const std::filesystem::path path = folder.path() / ".standard-input";
  std::ofstream{path} << invocation.input;
  return ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
}

}  // namespace

const char* program() {
  const char* named = std::getenv("ONECLAW_DOCTOR_UNDER_TEST");  // NOLINT(concurrency-mt-unsafe)
  return named == nullptr ? ONECLAW_DOCTOR : named;
}

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "oneclaw-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error{"no folder"};
  }
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Outcome run_binary(const Invocation& invocation, const Folder& folder) {
  const Ends output = new_pipe();
  const Ends errors = new_pipe();
  const int input = input_descriptor(invocation, folder);
  if (invocation.reader_leaves) {
    ::close(output.read);
  }
  const auto before = Clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(input, STDIN_FILENO);
    ::dup2(invocation.output_file.empty() ? output.write
                                          : ::open(invocation.output_file.c_str(), O_WRONLY),
           STDOUT_FILENO);
    ::dup2(errors.write, STDERR_FILENO);
    become(invocation, folder);
  }
  ::close(input);
  ::close(output.write);
  ::close(errors.write);
  if (invocation.started) {
    invocation.started(child);
  }
  Outcome out;
  std::vector<Stream> streams{{errors.read, &out.errors}};
  if (!invocation.reader_leaves) {
    streams.push_back({output.read, &out.output});
  }
  drain(std::move(streams), child);
  wait_for(child, out);
  out.wall = std::chrono::ceil<std::chrono::milliseconds>(Clock::now() - before);
  return out;
}

Outcome run_on_terminal(const Invocation& invocation, const Folder& folder) {
  int terminal = -1;
  winsize size{.ws_row = 24, .ws_col = 60, .ws_xpixel = 0, .ws_ypixel = 0};
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, &size);
  if (child == 0) {
    become(invocation, folder);
  }
  Outcome out;
  drain({{terminal, &out.output}}, child);
  wait_for(child, out);
  return out;
}

std::string read_file(const std::filesystem::path& path) {
  const std::ifstream in{path};
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace doctor::cli::testing
