#include "cli/watch.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/on_change.h"
#include "cli/output.h"
#include "cli/run.h"

namespace doctor::cli {
namespace {

std::string streaming_formats() {
  std::vector<std::string_view> names;
  for (const report::Format& format : report::formats()) {
    if (format.stream) {
      names.push_back(format.name);
    }
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

/// `2026-11-25T15:20:00Z healthy → unhealthy: access.ip/denied`, above a report for people.
std::string heading_of(const Seen& seen, const report::Style& style) {
  return fmt::format("{} {}{}\n",
                     seen.report.started_at,
                     seen.before.empty() ? "" : seen.before + (style.ascii ? " -> " : " → "),
                     state_of(seen.report));
}

Result<void> print_change(const Seen& seen, const RunOptions& options) {
  report::Style style = choose_style(options, surroundings());
  style.one_line = true;
  const std::string text = options.format->render(seen.report, style);
  const bool for_people = options.format->name == "terminal";
  return write_output(for_people ? heading_of(seen, style) + text + (options.quiet ? "" : "\n")
                                 : text);
}

}  // namespace

std::optional<std::string> only_once(const RunOptions& options) {
  if (options.dry_run) {
    return "--dry-run sends nothing, so there is nothing to watch";
  }
  const setup::Options& setup = options.setup;
  for (const std::string* const file :
       {&setup.agent_key_file, &setup.api_key_file, &setup.token_file}) {
    if (*file == "-") {
      return "standard input can be read once only; give the credential in a file";
    }
  }
  return std::nullopt;
}

Rhythm rhythm_of(const RunOptions& options, std::chrono::milliseconds interval) {
  return {.interval = interval, .confirmation = options.confirm, .checks = options.checks};
}

Result<void> keep_reports(const Seen& seen, const RunOptions& options) {
  Result<void> written = write_reports(seen.report, options);
  if (written && seen.changed && !seen.before.empty() && !options.on_change.empty()) {
    constexpr std::chrono::minutes longest{1};
    const Result<void> done = run_on_change(options.on_change, seen.report, seen.before, longest);
    if (!done) {
      (void)complain(done.error().message, exit_ok);
    }
  }
  return written;
}

int watch_machine(const RunOptions& options, const mock::Scenario* scenario) {
  if (const auto why = only_once(options)) {
    return complain(*why, exit_usage);
  }
  if (!options.format->stream) {
    return complain(fmt::format("--format {}: one report after the other is nothing its readers "
                                "know; --watch prints {}, and --report writes any",
                                options.format->name,
                                streaming_formats()),
                    exit_usage);
  }
  int code = exit_ok;
  ExitCode failed = exit_usage;
  const Ended ended = check_again_and_again(
      rhythm_of(options, *options.watch),
      [&] { return diagnose_machine(options, scenario); },
      [&](const Seen& seen) {
        failed = exit_usage;
        Result<void> kept = keep_reports(seen, options);
        if (kept && seen.changed) {
          code = exit_code(seen.report, options.fail_on);
          kept = print_change(seen, options);
          failed = exit_internal;
        }
        return kept;
      });
  // A signal is how a watch ends; only one that was to end by itself has a result.
  return ended == Ended::by_failure ? failed : ended == Ended::by_signal ? exit_ok : code;
}

}  // namespace doctor::cli
