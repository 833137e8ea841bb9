#include <algorithm>
#include <vector>

#include "bundle/compare.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/stored.h"

namespace doctor::cli {
namespace {

/// Only what got worse counts: an error of old is known.
int code_of(const Report& report, FailOn fail_on) {
  Report regressions;
  std::ranges::copy_if(
      report.findings, std::back_inserter(regressions.findings), bundle::is_regression);
  return exit_code(regressions, fail_on);
}

}  // namespace

std::span<const Option> diff_options() {
  static const std::vector<Option> options = [] {
    std::vector<Option> out;
    std::ranges::copy_if(output_options(), std::back_inserter(out), [](const Option& option) {
      return option.name != "rules";  // nothing is judged here
    });
    return out;
  }();
  return options;
}

int diff(const Arguments& arguments) {
  const Words& words = arguments.words;
  if (words.size() != 2) {
    return complain("'diff' takes two files: the earlier and the later JSON report", exit_usage);
  }
  if (words[0] == "-" && words[1] == "-") {
    return complain("standard input can be read once only", exit_usage);
  }
  const Result<RunOptions> options = read_run_options(arguments, RunOptions{});
  if (!options) {
    return complain(options.error().message, exit_usage);
  }
  std::vector<Report> reports;
  for (const std::string& path : words) {
    Result<Report> report = load_report(path);
    if (!report) {
      return complain(report.error().message, exit_usage);
    }
    reports.push_back(std::move(*report));
  }
  RunOptions shown = *options;
  shown.verbose = !shown.quiet;  // the facts that moved are half of the answer
  const Report report = bundle::diff(reports[0], reports[1]);
  return present(report, shown, code_of(report, shown.fail_on));
}

}  // namespace doctor::cli
