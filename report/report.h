#pragma once
// Renderers: a Report in, text out. One file per format, listed in one table.

#include <span>
#include <string>
#include <string_view>

#include "core/report.h"

namespace doctor::report {

struct Style {
  int width = 80;  ///< columns to wrap at
  bool color = false;
  bool ascii = false;          ///< no characters outside ASCII
  bool verbose = false;        ///< every observation with its facts
  bool quiet = false;          ///< the verdict and root causes only
  bool brief = false;          ///< markdown: a dozen lines, for chat
  bool warnings_fail = false;  ///< in formats made of tests: the exit code counts warnings, too
};

struct Format {
  std::string_view name;  ///< as in --format
  std::string_view about;
  std::string (*render)(const Report& report, const Style& style);
};

std::span<const Format> formats();
const Format* find_format(std::string_view name);

std::string render_terminal(const Report& report, const Style& style);
std::string render_json(const Report& report, const Style& style);
std::string render_junit(const Report& report, const Style& style);
std::string render_markdown(const Report& report, const Style& style);
/// The JSON Schema of the JSON report.
std::string_view json_schema();

}  // namespace doctor::report
