#include "cli/output.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/descriptor.h"
#include "cli/values.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_path = 300;

std::string variable(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets any
  return value == nullptr ? "" : value;
}

std::string reason(int error) {
  return std::generic_category().message(error);
}

/// Writes everything; the errno of what stopped it, or 0.
int write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0) {
      if (errno == EINTR) {
        continue;
      }
      return errno;
    }
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

tl::unexpected<Error> cannot_write(const std::string& path, int error) {
  return failure(fmt::format("cannot write '{}': {}", shown(path, longest_path), reason(error)));
}

/// Keeps signals that end the program waiting: a file under a passing name is not left behind.
class SignalsWait {
 public:
  SignalsWait() {
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &ending, &before_);
  }
  SignalsWait(const SignalsWait&) = delete;
  SignalsWait& operator=(const SignalsWait&) = delete;
  ~SignalsWait() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

/// Opening a pipe waits for its reader; a first signal is for the run, not for what is written.
int open_patiently(const std::string& path, int flags) {
  int descriptor = -1;
  do {
    descriptor = ::open(path.c_str(), flags, S_IRUSR | S_IWUSR);
  } while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

/// Into what is there; `flags` say where, and whether it may be missing.
Result<void> write_to(const std::string& path, int flags, std::string_view content) {
  Descriptor file{open_patiently(path, O_WRONLY | O_CLOEXEC | flags)};
  int error = file.valid() ? write_all(file.number(), content) : errno;
  const int close_error = file.close();
  error = error != 0 ? error : close_error;
  if (error != 0) {
    return cannot_write(path, error);
  }
  return {};
}

Result<void> append_to_file(const std::string& path, std::string_view content) {
  return write_to(path, O_APPEND | O_CREAT, content);
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path{"."};
}

bool is_utf8(std::string_view locale) {
  return contains_ignoring_case(locale, "utf-8") || contains_ignoring_case(locale, "utf8");
}

int terminal_columns() {
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace

int exit_code(const Report& report, FailOn fail_on) {
  const Severity threshold = fail_on == FailOn::warning ? Severity::warning : Severity::error;
  const bool found = std::ranges::any_of(report.findings, [threshold](const Finding& finding) {
    return finding.severity >= threshold;
  });
  if (found && fail_on != FailOn::never) {
    return exit_found;
  }
  return report.verdict == Verdict::undecided ? exit_undecided : exit_ok;
}

Surroundings surroundings() {
  Surroundings out{.terminal = ::isatty(STDOUT_FILENO) == 1};
  constexpr int widest = 1000;
  out.columns =
      read_number(variable("COLUMNS"), 1, widest).value_or(out.terminal ? terminal_columns() : 0);
  out.no_color = !variable("NO_COLOR").empty();
  out.dumb = variable("TERM") == "dumb";
  for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string locale = variable(name);
    if (!locale.empty()) {
      out.utf8 = is_utf8(locale);
      break;
    }
  }
  return out;
}

report::Style choose_style(const RunOptions& options, const Surroundings& around) {
  constexpr int usual = 80;
  constexpr int narrowest = 20;
  constexpr int widest = 120;  // longer lines are hard to read
  const bool colored =
      options.color == Color::always ||
      (options.color == Color::automatic && around.terminal && !around.no_color && !around.dumb);
  return {.width = around.columns == 0 ? usual : std::clamp(around.columns, narrowest, widest),
          .color = colored,
          .ascii = options.ascii || !around.utf8,
          .verbose = options.verbose,
          .quiet = options.quiet,
          .brief = options.brief,
          .warnings_fail = options.fail_on == FailOn::warning};
}

int complain(std::string_view message, ExitCode code) {
  const std::string line = fmt::format("oneclaw-doctor: {}\n", message);
  (void)write_all(STDERR_FILENO, line);  // nowhere left to say that this failed
  return code;
}

Result<void> write_output(std::string_view payload) {
  const int error = write_all(STDOUT_FILENO, payload);
  return error == 0 ? Result<void>{}
                    : failure(fmt::format("cannot write standard output: {}", reason(error)));
}

int print(std::string_view payload, int code_when_written) {
  const Result<void> written = write_output(payload);
  return written ? code_when_written : complain(written.error().message, exit_internal);
}

std::optional<std::string> unwritable(const std::string& path) {
  const fs::path target{path};
  std::error_code error;
  const fs::file_status status = fs::status(target, error);
  const std::string name = shown(path, longest_path);
  if (fs::is_directory(status)) {
    return fmt::format("'{}' is a folder", name);
  }
  if (!fs::is_directory(folder_of(target), error)) {
    return fmt::format("the folder of '{}' does not exist", name);
  }
  if (::access(folder_of(target).c_str(), W_OK) != 0 && !fs::is_other(status)) {
    return fmt::format("cannot write '{}': {}", name, reason(errno));
  }
  return std::nullopt;
}

Result<void> write_file(const std::string& path, std::string_view content) {
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    return write_to(path, 0, content);
  }
  // A link stays a link: the file it leads to is replaced.
  const fs::path target =
      fs::is_regular_file(status) ? fs::canonical(path, ignored) : fs::path{path};
  const SignalsWait until_it_has_its_name;
  std::string temporary = (folder_of(target) / ".oneclaw-doctor-XXXXXX").string();
  Descriptor file{::mkostemp(temporary.data(), O_CLOEXEC)};  // creates with 0600
  if (!file.valid()) {
    return cannot_write(path, errno);
  }
  int error = write_all(file.number(), content);
  const int close_error = file.close();
  error = error != 0 ? error : close_error;
  if (error == 0 && ::rename(temporary.c_str(), target.c_str()) != 0) {
    error = errno;
  }
  if (error != 0) {
    ::unlink(temporary.c_str());
    return cannot_write(path, error);
  }
  return {};
}

Result<void> write_reports(const Report& report, const RunOptions& options) {
  const report::Style in_files{.ascii = options.ascii,
                               .verbose = options.verbose,
                               .quiet = options.quiet,
                               .brief = options.brief,
                               .warnings_fail = options.fail_on == FailOn::warning};
  for (const ReportFile& file : options.reports) {
    const Result<void> written = write_file(file.path, file.format->render(report, in_files));
    if (!written) {
      return failure(written.error().message);
    }
  }
  return {};
}

int present(const Report& report, const RunOptions& options, int code) {
  if (const Result<void> written = write_reports(report, options); !written) {
    return complain(written.error().message, exit_usage);
  }
  for (const report::SideFile& side : options.format->side_files) {
    const std::string path = variable(side.variable);
    const Result<void> written =
        path.empty() ? Result<void>{} : append_to_file(path, side.render(report));
    if (!written) {
      return complain(written.error().message, exit_usage);
    }
  }
  const report::Style style = choose_style(options, surroundings());
  return print(options.format->render(report, style),
               options.format->exit_code == nullptr ? code : options.format->exit_code(report));
}

int deliver(const Report& report, const RunOptions& options) {
  return present(report, options, exit_code(report, options.fail_on));
}

}  // namespace doctor::cli
