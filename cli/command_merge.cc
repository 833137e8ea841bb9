#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/ignored.h"
#include "cli/input_file.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/rules_file.h"
#include "cli/targets.h"
#include "cli/unreadable.h"
#include "cli/version.h"
#include "core/text.h"
#include "fleet/result_file.h"

namespace doctor::cli {
namespace {

constexpr std::size_t longest_path = 300;

constexpr Option targets_option{
    .name = "targets",
    .value = "FILE",
    .help = "the targets file of the run: what has no result is told, and undecided"};

/// What was read and does not count, with why.
struct LeftOut {
  std::size_t again = 0;
  std::size_t foreign = 0;
};

void note(const std::string& line) {
  (void)complain(line, exit_ok);
}

/// Reads one file's results into the merger.
Result<void> add_file(const std::string& path,
                      const KnownCauses& known,
                      fleet::Merger& merger,
                      LeftOut& left_out) {
  const std::string name =
      path == "-" ? "standard input" : fmt::format("'{}'", shown(path, longest_path));
  const InputFile input{path};
  if (!input.is_open()) {
    return failure(cannot_read(path));
  }
  const Result<fleet::Lines> lines =
      fleet::read_results(input.descriptor(), [&](fleet::Result result) -> Result<void> {
        fleet::name_in_report(result.target, result.report);
        set_aside(known, result.report);
        const fleet::Added added = merger.add(result);
        left_out.again += added == fleet::Added::known_already ? 1U : 0U;
        left_out.foreign += added == fleet::Added::no_target ? 1U : 0U;
        return {};
      });
  if (!lines) {
    return failure(fmt::format("{}: {}", name, lines.error().message));
  }
  if (lines->torn) {
    note(
        fmt::format("{}: the last line is torn, because its run was killed; it is left out", name));
  }
  return {};
}

void tell(const LeftOut& left_out, const KnownCauses& known) {
  if (left_out.again > 0) {
    note(fmt::format(
        "{} left out: their targets have a result already, and the first one counts",
        left_out.again == 1 ? "a result is" : fmt::format("{} results are", left_out.again)));
  }
  if (left_out.foreign > 0) {
    note(fmt::format(
        "{} left out: --targets does not name their targets",
        left_out.foreign == 1 ? "a result is" : fmt::format("{} results are", left_out.foreign)));
  }
  for (const std::string& entry : known.expired) {
    note(fmt::format("--ignore-file: no longer ignored: {}", entry));
  }
}

Result<fleet::Merger> merger_for(const Arguments& arguments) {
  const Given* const file = arguments.find(targets_option.name);
  if (file == nullptr) {
    return fleet::Merger{};
  }
  const Result<std::vector<fleet::Target>> targets = load_targets(file->value);
  if (!targets) {
    return failure(targets.error().message);
  }
  return fleet::Merger{expected_of(*targets, fleet::Shard{})};
}

/// All that the files hold, as one report.
Result<Report> merged(const Arguments& arguments, const RunOptions& options) {
  const Result<rules::Table> table = load_rules_file(options.rules_file);
  if (!table) {
    return failure(table.error().message);
  }
  const Result<KnownCauses> known =
      read_known_causes(options, *table, setup::RealSystem{}, std::chrono::system_clock::now());
  if (!known) {
    return failure(known.error().message);
  }
  Result<fleet::Merger> merger = merger_for(arguments);
  if (!merger) {
    return failure(merger.error().message);
  }
  LeftOut left_out;
  for (const std::string& path : arguments.words) {
    if (const Result<void> added = add_file(path, *known, *merger, left_out); !added) {
      return failure(added.error().message);
    }
  }
  tell(left_out, *known);
  if (merger->size() == 0 && arguments.find(targets_option.name) == nullptr) {
    return failure("there is no result in what is to be merged");
  }
  return merger->finish(tool_version());
}

}  // namespace

std::span<const Option> merge_options() {
  static const std::vector<Option> options = [] {
    std::vector<Option> out{targets_option};
    const auto known =
        std::ranges::find(run_options(), std::string_view{"ignore"}, &Option::name)->group;
    std::ranges::copy_if(run_options(), std::back_inserter(out), [known](const Option& option) {
      return option.group == known;
    });
    std::ranges::copy(output_options(), std::back_inserter(out));
    return out;
  }();
  return options;
}

int merge(const Arguments& arguments) {
  if (arguments.words.empty()) {
    return complain("'merge' takes files of results, which 'run --targets' writes", exit_usage);
  }
  if (std::ranges::count(arguments.words, "-") > 1) {
    return complain("standard input can be read once only", exit_usage);
  }
  const Result<RunOptions> options = read_run_options(arguments, RunOptions{});
  if (!options) {
    return complain(options.error().message, exit_usage);
  }
  const Result<Report> report = merged(arguments, *options);
  return report ? deliver(*report, *options) : complain(report.error().message, exit_usage);
}

}  // namespace doctor::cli
