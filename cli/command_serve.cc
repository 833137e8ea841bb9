#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/health_server.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/prepare.h"
#include "cli/run.h"
#include "cli/values.h"
#include "cli/watch.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

constexpr std::string_view listen_default = "127.0.0.1:9464";
constexpr std::chrono::milliseconds every_default{60'000};
/// A result that three checks did not renew is no result.
constexpr int stale_checks = 3;

constexpr std::string_view service = "The service";
constexpr auto own_options = std::to_array<Option>({
    {.name = "listen",
     .value = "ADDRESS",
     .group = service,
     .help = "answer here: PORT, HOST:PORT, [IPv6]:PORT or :PORT (default 127.0.0.1:9464)"},
    {.name = "every",
     .value = "TIME",
     .group = service,
     .help = "check at this interval (default 60)"},
});

/// What is printed once, or makes no sense for a service.
bool is_left_out(const Option& option) {
  constexpr auto names = std::to_array<std::string_view>(
      {"watch", "format", "color", "ascii", "verbose", "quiet", "short", "dry-run", "mock-record"});
  return std::ranges::find(names, option.name) != names.end();
}

Health health_of(const Seen& seen, const Health* earlier, FailOn fail_on) {
  // Steady: what /healthz tells changes when a change is confirmed.
  const bool keep = earlier != nullptr && !seen.changed;
  Health out = keep ? *earlier : Health{};
  if (!keep) {
    out.passes = exit_code(seen.report, fail_on) == exit_ok;
    out.verdict = name_of(seen.report.verdict);
    out.state = state_of(seen.report);
    const bool has_cause =
        !seen.report.findings.empty() && seen.report.findings.front().severity > Severity::info;
    out.root_cause = has_cause ? seen.report.findings.front().rule : "";
  }
  out.metrics = report::render_prometheus(seen.report, {});
  out.checked_at = seen.report.started_at;
  out.seen_at = std::chrono::steady_clock::now();
  return out;
}

int serve(const Prepared& prepared,
          const ListenAddress& address,
          std::chrono::milliseconds interval) {
  const RunOptions& options = prepared.options;
  const auto longest_check = options.deadline + std::chrono::seconds{1};
  const auto server = HealthServer::listen(address, stale_checks * interval + longest_check);
  if (!server) {
    return complain("--listen: " + server.error().message, exit_usage);
  }
  const InterruptWatch interrupt;  // whoever reads the line may send a signal at once
  if (const int code = print("listening on " + (*server)->url() + "\n", exit_ok); code != exit_ok) {
    return code;
  }
  std::optional<Health> health;
  const Ended ended = check_again_and_again(
      rhythm_of(options, interval),
      [&] { return diagnose_machine(options, prepared.mocked()); },
      [&](const Seen& seen) {
        health = health_of(seen, health ? &*health : nullptr, options.fail_on);
        (*server)->set(*health);
        return keep_reports(seen, options);
      });
  return ended == Ended::by_failure ? exit_usage : exit_ok;
}

}  // namespace

std::span<const Option> serve_options() {
  static const std::vector<Option> options = [] {
    std::vector<Option> out{own_options.begin(), own_options.end()};
    std::ranges::remove_copy_if(run_options(), std::back_inserter(out), is_left_out);
    return out;
  }();
  return options;
}

int serve_health(const Arguments& arguments) {
  constexpr std::size_t longest_echo = 60;
  if (!arguments.words.empty()) {
    return complain(fmt::format("unexpected word '{}'; 'serve' takes options only",
                                shown(arguments.words.front(), longest_echo)),
                    exit_usage);
  }
  const Given* const listen = arguments.find("listen");
  const std::string_view where = listen == nullptr ? listen_default : listen->value;
  const auto address = read_listen_address(where);
  if (!address) {
    return complain(fmt::format("--listen: '{}' is no address such as 9464, 127.0.0.1:9464 or "
                                "[::1]:9464",
                                shown(where, longest_echo)),
                    exit_usage);
  }
  const Given* const every = arguments.find("every");
  const auto interval =
      every == nullptr ? every_default : read_duration(every->value, longest_interval);
  if (!interval) {
    return complain(fmt::format("--every: '{}' is no time from 1ms to 24 hours, such as 30s",
                                shown(every->value, longest_echo)),
                    exit_usage);
  }
  const Result<Prepared> prepared = prepare_run(arguments);
  if (!prepared) {
    return complain(prepared.error().message, exit_usage);
  }
  if (const auto why = only_once(prepared->options)) {
    return complain(*why, exit_usage);
  }
  return serve(*prepared, *address, *interval);
}

}  // namespace doctor::cli
