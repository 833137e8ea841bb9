#pragma once
// What leaves the program: the payload on standard output, reports in files, one line per error on
// standard error, and the exit code.

#include <optional>
#include <string>
#include <string_view>

#include "cli/options.h"
#include "core/report.h"
#include "core/result.h"
#include "report/report.h"

namespace doctor::cli {

/// The same in every format (docs/report-json.md).
enum ExitCode : int {
  exit_ok = 0,
  exit_found = 1,
  exit_usage = 2,
  exit_undecided = 3,
  exit_internal = 70
};

int exit_code(const Report& report, FailOn fail_on);

/// What the style depends on besides the options.
struct Surroundings {
  bool terminal = false;  ///< standard output is one
  int columns = 0;        ///< 0: unknown
  bool no_color = false;  ///< NO_COLOR is set and not empty
  bool dumb = false;      ///< TERM is dumb
  bool utf8 = false;      ///< the locale's character set
};
Surroundings surroundings();
report::Style choose_style(const RunOptions& options, const Surroundings& around);

/// One line on standard error: `oneclaw-doctor: message`. Returns the code, for `return
/// complain(…)`.
int complain(std::string_view message, ExitCode code);

/// Writes all of it to standard output. Error: that is not possible.
Result<void> write_output(std::string_view payload);
/// The same; exit_internal with a message when that is not possible.
int print(std::string_view payload, int code_when_written);

/// Why no report can be written there; nullopt when one can, as far as can be told beforehand.
std::optional<std::string> unwritable(const std::string& path);
/// All or nothing: a new file (0600) takes the place of the old one once it is complete. What is no
/// regular file (a pipe, /dev/null) is written to as it is.
Result<void> write_file(const std::string& path, std::string_view content);

/// Renders into the report files alone. Error: one cannot be written.
Result<void> write_reports(const Report& report, const RunOptions& options);

/// Renders to standard output and into the report files; returns `code` when all is written.
int present(const Report& report, const RunOptions& options, int code);
/// The same with the exit code of the report.
int deliver(const Report& report, const RunOptions& options);

}  // namespace doctor::cli
