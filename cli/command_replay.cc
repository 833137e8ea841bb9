#include <fmt/format.h>

#include "bundle/compare.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/rules_file.h"
#include "cli/stored.h"
#include "cli/version.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

void add_rules(std::string& line, std::string_view label, const std::vector<std::string>& rules) {
  if (!rules.empty()) {
    line += fmt::format("; {}: {}", label, join(rules, ", "));
  }
}

/// What is judged differently now; empty when nothing is.
std::string difference(const Report& now) {
  constexpr std::size_t longest_version = 40;
  constexpr std::size_t longest_line = 2000;
  const Comparison& then = *now.compared;
  std::string line = then.verdict == now.verdict ? ""
                                                 : fmt::format("; the verdict was {} and is {}",
                                                               name_of(then.verdict),
                                                               name_of(now.verdict));
  add_rules(line, "new", then.fresh);
  add_rules(line, "gone", then.gone);
  add_rules(line, "changed", then.changed);
  if (line.empty()) {
    return line;
  }
  return fmt::format("judged anew (rules {} before):{}",
                     shown(then.rules_version, longest_version),
                     shown(line.substr(1), longest_line));
}

}  // namespace

int replay(const Arguments& arguments) {
  if (arguments.words.size() != 1) {
    return complain("'replay' takes one file: a JSON report ('-' is standard input)", exit_usage);
  }
  const Result<RunOptions> options = read_run_options(arguments, RunOptions{});
  if (!options) {
    return complain(options.error().message, exit_usage);
  }
  const Result<rules::Table> table = load_rules_file(options->rules_file);
  if (!table) {
    return complain(table.error().message, exit_usage);
  }
  const Result<Report> stored = load_report(arguments.words.front());
  if (!stored) {
    return complain(stored.error().message, exit_usage);
  }
  if (stored->fleet) {
    return complain("a merged report holds no observations to judge; 'merge' the results again",
                    exit_usage);
  }
  const Report report = bundle::replay(*stored, *table, tool_version());
  const int code = deliver(report, *options);
  if (const std::string line = difference(report); !line.empty() && code != exit_usage) {
    (void)complain(line, exit_ok);
  }
  return code;
}

}  // namespace doctor::cli
