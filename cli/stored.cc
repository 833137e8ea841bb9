#include "cli/stored.h"

#include <fmt/format.h>

#include "bundle/reader.h"
#include "bundle/report_reader.h"
#include "bundle/seal.h"
#include "cli/whole_file.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

constexpr std::size_t longest_path = 300;

std::string name_for(const std::string& path) {
  return path == "-" ? "standard input" : fmt::format("'{}'", shown(path, longest_path));
}

}  // namespace

Result<Report> load_report(const std::string& path) {
  const Result<std::string> content = whole_file(path);
  if (!content) {
    return failure(content.error().message);
  }
  if (bundle::looks_sealed(*content)) {
    return failure(fmt::format("{} is encrypted; 'bundle open' it first", name_for(path)));
  }
  Result<std::string> text = *content;
  if (bundle::looks_like_bundle(*content)) {
    text = bundle::report_in(*content);
    if (!text) {
      return failure(fmt::format("{}: {}", name_for(path), text.error().message));
    }
  }
  Result<Report> report = bundle::read_report(*text);
  if (!report) {
    return failure(fmt::format("{} {}", name_for(path), report.error().message));
  }
  report->mode = Mode::offline;  // what is done with it is
  return report;
}

}  // namespace doctor::cli
