#pragma once
// Renderers: a Report in, text out. One file per format, listed in one table.

#include <span>
#include <string>
#include <string_view>

#include "core/report.h"

namespace doctor::report {

/// How a report is to look. Formats ignore what does not concern them.
struct Style {
  int width = 80;  ///< columns to wrap at
  bool color = false;
  bool ascii = false;          ///< no characters outside ASCII
  bool verbose = false;        ///< every observation with its facts
  bool quiet = false;          ///< the verdict and root causes only
  bool brief = false;          ///< markdown: a dozen lines, for chat
  bool one_line = false;       ///< json: no line breaks, for a stream of reports
  bool warnings_fail = false;  ///< in formats made of tests: the exit code counts warnings, too
};

/// A file that a CI system names in a variable, and that gets more of the report.
struct SideFile {
  const char* variable;
  std::string (*render)(const Report& report);
};

/// A row of the table of formats.
struct Format {
  std::string_view name;  ///< as in --format
  std::string_view about;
  std::string (*render)(const Report& report, const Style& style);
  /// The exit code that the format's readers expect; nullptr: the program's own.
  int (*exit_code)(const Report& report) = nullptr;
  /// Appended to when the format goes to standard output.
  std::span<const SideFile> side_files = {};
  /// One report after the other makes sense to a reader of standard output.
  bool stream = false;
};

/// The table of formats; find_format(): nullptr when there is none of that name.
std::span<const Format> formats();
const Format* find_format(std::string_view name);

/// One function per format, all pure: the text is what `--format NAME` prints. docs/formats.md says
/// what each is for.
std::string render_terminal(const Report& report, const Style& style);
std::string render_json(const Report& report, const Style& style);
std::string render_junit(const Report& report, const Style& style);
std::string render_markdown(const Report& report, const Style& style);
std::string render_github(const Report& report, const Style& style);
std::string github_summary(const Report& report);
std::string github_outputs(const Report& report);  ///< lines `name=value`
std::string render_gitlab(const Report& report, const Style& style);
std::string render_prometheus(const Report& report, const Style& style);
std::string render_nagios(const Report& report, const Style& style);
int nagios_exit_code(const Report& report);  ///< 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN
std::string render_html(const Report& report, const Style& style);
std::string render_tap(const Report& report, const Style& style);
/// The JSON Schema of the JSON report.
std::string_view json_schema();

}  // namespace doctor::report
