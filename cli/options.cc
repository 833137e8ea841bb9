#include "cli/options.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "api/ip_rule.h"
#include "cli/choice.h"
#include "cli/output.h"
#include "cli/suggestions.h"
#include "cli/unreadable.h"
#include "cli/values.h"
#include "core/text.h"
#include "probes/probe.h"

namespace doctor::cli {
namespace {

using Apply = Problem (*)(const std::string& value, RunOptions& options);

struct RunOption {
  Option option;
  Apply apply;
};

template <std::string setup::Options::*Member>
Problem set_setup(const std::string& value, RunOptions& options) {
  options.setup.*Member = value;
  return std::nullopt;
}

template <std::string setup::Wish::*Member>
Problem set_wish(const std::string& value, RunOptions& options) {
  options.setup.wish.*Member = value;
  return std::nullopt;
}

template <bool RunOptions::*Member>
Problem set_switch(const std::string&, RunOptions& options) {
  options.*Member = true;
  return std::nullopt;
}

template <bool setup::Wish::*Member>
Problem set_wish_switch(const std::string&, RunOptions& options) {
  options.setup.wish.*Member = true;
  return std::nullopt;
}

Problem no_duration(const std::string& value, std::string_view longest) {
  return fmt::format("'{}' is no time from 1ms to {}, such as 2.5, 10s or 500ms",
                     shown(value, longest_echo),
                     longest);
}

template <std::chrono::milliseconds RunOptions::*Member>
Problem set_duration(const std::string& value, RunOptions& options) {
  const auto duration = read_duration(value);
  if (!duration) {
    return no_duration(value, "1 hour");
  }
  options.*Member = *duration;
  return std::nullopt;
}

template <std::string RunOptions::*Member>
Problem set_file(const std::string& value, RunOptions& options) {
  if (!is_readable_file(value)) {
    return cannot_read(value);
  }
  options.*Member = value;
  return std::nullopt;
}

template <std::string RunOptions::*Member>
Problem set_text(const std::string& value, RunOptions& options) {
  options.*Member = value;
  return std::nullopt;
}

/// Whether the table has it shows when the table is read.
Problem add_ignored(const std::string& value, RunOptions& options) {
  options.ignore.push_back(value);
  return std::nullopt;
}

template <std::vector<std::string> RunOptions::*Member>
Problem add_probe_or_layer(const std::string& value, RunOptions& options) {
  if (probes::find_probe(value) == nullptr && !probes::is_layer(value)) {
    std::vector<std::string> words;
    for (const probes::Probe* probe : probes::all_probes()) {
      words.emplace_back(probe->id);
      words.emplace_back(probe->layer);
    }
    return fmt::format("'{}' is no probe and no layer{}; see 'oneclaw-doctor list probes'",
                       shown(value, longest_echo),
                       did_you_mean(value, words));
  }
  (options.*Member).push_back(value);
  return std::nullopt;
}

Problem set_mock(const std::string& value, RunOptions& options) {
  options.mock = value;
  return std::nullopt;
}

Problem set_rules(const std::string& value, RunOptions& options) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(value, ignored)) {
    return set_file<&RunOptions::rules_file>(value, options);
  }
  options.rules_file = value;
  return std::nullopt;
}

Problem set_permission(const std::string& value, RunOptions& options) {
  constexpr Choice<std::string_view, 2> choice{{"read", "write"}, {"read", "write"}};
  std::string_view word;
  Problem problem = choose(value, choice, word);
  options.setup.wish.permission = word;
  return problem;
}

Problem set_device_code(const std::string& value, RunOptions& options) {
  if (!is_user_code(value)) {
    return "not the form of a user code, such as ABCD-1234, as the login showed it";
  }
  options.setup.wish.device_code = value;
  return std::nullopt;
}

Problem set_my_ip(const std::string& value, RunOptions& options) {
  if (!api::is_ip_address(value)) {
    return fmt::format("'{}' is no IP address", shown(value, longest_echo));
  }
  options.setup.wish.my_ip = value;
  return std::nullopt;
}

Problem set_resolver(const std::string& value, RunOptions& options) {
  const auto resolver = read_resolver(value);
  if (!resolver) {
    return fmt::format("'{}' is no IP address with an optional port, such as 9.9.9.9 or [::1]:5353",
                       shown(value, longest_echo));
  }
  options.resolver = *resolver;
  return std::nullopt;
}

Problem set_family(const std::string& value, RunOptions& options) {
  return choose(value, Choice<int, 2>{{"4", "6"}, {4, 6}}, options.ip_family);
}

Problem set_max_requests(const std::string& value, RunOptions& options) {
  constexpr int most = 100;
  const auto number = read_number(value, 0, most);
  if (!number) {
    return fmt::format("'{}' is no number from 0 to {}", shown(value, longest_echo), most);
  }
  options.max_requests = *number;
  return std::nullopt;
}

Problem set_watch(const std::string& value, RunOptions& options) {
  options.watch = read_duration(value, longest_interval);
  return options.watch ? std::nullopt : no_duration(value, "24 hours");
}

Problem set_confirm(const std::string& value, RunOptions& options) {
  constexpr int most = 100;
  const auto slash = value.find('/');
  const auto of =
      slash == std::string::npos ? std::nullopt : read_number(value.substr(slash + 1), 1, most);
  const auto needed = of ? read_number(value.substr(0, slash), 1, *of) : std::nullopt;
  if (!needed) {
    return fmt::format("'{}' is not of the form N/M, such as 2/3, with N from 1 to M and M to {}",
                       shown(value, longest_echo),
                       most);
  }
  options.confirm = {.needed = *needed, .of = *of};
  return std::nullopt;
}

Problem set_checks(const std::string& value, RunOptions& options) {
  constexpr int most = 1'000'000'000;
  const auto number = read_number(value, 1, most);
  options.checks = number.value_or(0);
  return number ? std::nullopt
                : Problem{fmt::format(
                      "'{}' is no number from 1 to {}", shown(value, longest_echo), most)};
}

Problem set_fail_on(const std::string& value, RunOptions& options) {
  return choose(value,
                Choice<FailOn, 3>{{"error", "warning", "never"},
                                  {FailOn::error, FailOn::warning, FailOn::never}},
                options.fail_on);
}

Problem set_color(const std::string& value, RunOptions& options) {
  return choose(value,
                Choice<Color, 3>{{"auto", "always", "never"},
                                 {Color::automatic, Color::always, Color::never}},
                options.color);
}

Problem find_format(const std::string& name, const report::Format*& format) {
  format = report::find_format(name);
  if (format != nullptr) {
    return std::nullopt;
  }
  std::vector<std::string> names;
  for (const report::Format& known : report::formats()) {
    names.emplace_back(known.name);
  }
  return not_one_of(name, names);
}

Problem set_format(const std::string& value, RunOptions& options) {
  return find_format(value, options.format);
}

Problem add_report(const std::string& value, RunOptions& options) {
  const auto equals = value.find('=');
  if (equals == std::string::npos || equals + 1 == value.size()) {
    return fmt::format("'{}' is not of the form NAME=FILE", shown(value, longest_echo));
  }
  ReportFile file{.format = nullptr, .path = value.substr(equals + 1)};
  if (file.path == "-") {
    return "'-' is no file; --format says what standard output gets";
  }
  Problem problem = find_format(value.substr(0, equals), file.format);
  if (!problem) {
    problem = unwritable(file.path);
  }
  if (!problem) {
    options.reports.push_back(std::move(file));
  }
  return problem;
}

constexpr std::string_view examined = "What is examined (default: what this machine's clients use)";
constexpr std::string_view credential = "Credentials (never a value: arguments are visible to all)";
constexpr std::string_view wish = "What you are trying to do";
constexpr std::string_view way = "The way there";
constexpr std::string_view bounds = "What is checked, and how long";
constexpr std::string_view again = repeating_group;
constexpr std::string_view known = "What is known already, and counts for nothing";
constexpr std::string_view output = "Judgement and output";

using setup::Wish;
using Setup = setup::Options;

constexpr auto table = std::to_array<RunOption>({
    {{.name = "profile",
      .value = "CLIENT",
      .group = examined,
      .help = "the set-up that one client would use: cli, mcp, sdk, …",
      .suggest = &suggested_clients},
     set_setup<&Setup::profile>},
    {{.name = "base-url", .value = "URL", .group = examined, .help = "the API's base URL"},
     set_setup<&Setup::base_url>},
    {{.name = "mcp-url", .value = "URL", .group = examined, .help = "the hosted MCP URL"},
     set_setup<&Setup::mcp_url>},
    {{.name = "agent-id", .value = "ID", .group = examined, .help = "the agent"},
     set_setup<&Setup::agent_id>},
    {{.name = "vault", .value = "VAULT", .group = examined, .help = "the vault, by id or name"},
     set_setup<&Setup::vault>},
    {{.name = "mock",
      .value = "SCENARIO",
      .implicit = "healthy",
      .group = examined,
      .help = "examine the embedded mock API instead; a scenario's name, or a file (./mine.json)",
      .suggest = &suggested_scenarios},
     set_mock},
    {{.name = "mock-record",
      .value = "FILE",
      .group = examined,
      .help = "with --mock: write every request that the mock received, as JSON Lines"},
     set_text<&RunOptions::mock_record>},

    {{.name = "agent-key-file",
      .value = "FILE",
      .group = credential,
      .help = "file with an agent key (ocv_…); '-' is standard input"},
     set_setup<&Setup::agent_key_file>},
    {{.name = "api-key-file",
      .value = "FILE",
      .group = credential,
      .help = "file with a personal API key (1ck_…)"},
     set_setup<&Setup::api_key_file>},
    {{.name = "token-file",
      .value = "FILE",
      .group = credential,
      .help = "file with an access token (a JWT)"},
     set_setup<&Setup::token_file>},

    {{.name = "secret",
      .value = "PATH",
      .group = wish,
      .help = "use the secret at this path; its value is never fetched"},
     set_wish<&Wish::secret_path>},
    {{.name = "permission", .value = "read|write", .group = wish, .help = "do this with it"},
     set_permission},
    {{.name = "intents", .group = wish, .help = "use transaction endpoints"},
     set_wish_switch<&Wish::intents>},
    {{.name = "share", .group = wish, .help = "share secrets"}, set_wish_switch<&Wish::share>},
    {{.name = "device-code",
      .value = "USER_CODE",
      .group = wish,
      .help = "finish the device login that showed this code"},
     set_device_code},
    {{.name = "my-ip",
      .value = "ADDRESS",
      .group = wish,
      .help = "come from this address, for the IP rules"},
     set_my_ip},

    {{.name = "ca-file",
      .value = "FILE",
      .group = way,
      .help = "trust these certificate authorities (PEM) instead of the system's"},
     set_file<&RunOptions::ca_file>},
    {{.name = "resolver",
      .value = "HOST[:PORT]",
      .group = way,
      .help = "ask this name server instead of the system's"},
     set_resolver},
    {{.name = "ip-family", .value = "4|6", .group = way, .help = "use this IP version only"},
     set_family},

    {{.name = "only",
      .value = "PROBE-OR-LAYER",
      .group = bounds,
      .help = "check only this and what it needs (repeatable)",
      .suggest = &suggested_probes},
     add_probe_or_layer<&RunOptions::only>},
    {{.name = "skip",
      .value = "PROBE-OR-LAYER",
      .group = bounds,
      .help = "leave this out (repeatable)",
      .suggest = &suggested_probes},
     add_probe_or_layer<&RunOptions::skip>},
    {{.name = "timeout",
      .value = "TIME",
      .group = bounds,
      .help = "wait this long for one answer: 2.5, 500ms, 10s (default 5)"},
     set_duration<&RunOptions::timeout>},
    {{.name = "deadline",
      .value = "TIME",
      .group = bounds,
      .help = "end the whole run after this time (default 15)"},
     set_duration<&RunOptions::deadline>},
    {{.name = "max-requests",
      .value = "N",
      .group = bounds,
      .help = "send at most N requests with a credential (default 8)"},
     set_max_requests},
    {{.name = "dry-run",
      .group = bounds,
      .help = "print every request that would be sent, send none"},
     set_switch<&RunOptions::dry_run>},

    {{.name = "watch",
      .value = "TIME",
      .group = again,
      .help = "check at this interval, and report what changes"},
     set_watch},
    {{.name = "confirm",
      .value = "N/M",
      .group = again,
      .help = "a change counts when N of the last M checks saw it (default 2/3)"},
     set_confirm},
    {{.name = "on-change",
      .value = "COMMAND",
      .group = again,
      .help = "at each change run this in a shell; it reads the JSON report"},
     set_text<&RunOptions::on_change>},
    {{.name = "checks",
      .value = "N",
      .group = again,
      .help = "end after N checks (default: a signal ends it)"},
     set_checks},

    {{.name = "ignore",
      .value = "RULE-OR-ROW[@TARGET]",
      .group = known,
      .help = "this cause, here or for one host, agent or vault (repeatable)",
      .suggest = &suggested_rules},
     add_ignored},
    {{.name = "ignore-file",
      .value = "FILE",
      .group = known,
      .help = "such causes, each with its reason and its last day (JSON)"},
     set_text<&RunOptions::ignore_file>},
    {{.name = "baseline",
      .value = "REPORT",
      .group = known,
      .help = "all that this JSON report or bundle has; only what is new fails"},
     set_file<&RunOptions::baseline>},

    {{.name = "rules",
      .value = "FILE|DIR",
      .group = output,
      .help = "judge with this file's rules instead; those of a folder are added"},
     set_rules},
    {{.name = "fail-on",
      .value = "error|warning|never",
      .group = output,
      .help = "exit with 1 from this severity on (default error)"},
     set_fail_on},
    {{.name = "format",
      .value = "NAME",
      .group = output,
      .help = "what to print; see 'list formats' (default terminal)",
      .suggest = &suggested_formats},
     set_format},
    {{.name = "report",
      .value = "NAME=FILE",
      .group = output,
      .help = "also write a report in this format (repeatable)",
      .suggest = &suggested_formats},
     add_report},
    {{.name = "color", .value = "auto|always|never", .group = output, .help = "colour the output"},
     set_color},
    {{.name = "ascii", .group = output, .help = "print ASCII only"},
     set_switch<&RunOptions::ascii>},
    {{.name = "verbose",
      .letter = 'v',
      .group = output,
      .help = "print every observation with its facts"},
     set_switch<&RunOptions::verbose>},
    {{.name = "quiet", .letter = 'q', .group = output, .help = "print one line per cause"},
     set_switch<&RunOptions::quiet>},
    {{.name = "short", .group = output, .help = "with markdown: a dozen lines, for chat"},
     set_switch<&RunOptions::brief>},
});

}  // namespace

std::span<const Option> run_options() {
  static const std::vector<Option> options = [] {
    std::vector<Option> out;
    std::ranges::transform(table, std::back_inserter(out), &RunOption::option);
    return out;
  }();
  return options;
}

std::span<const Option> output_options() {
  static const std::vector<Option> options = [] {
    std::vector<Option> out;
    std::ranges::copy_if(run_options(), std::back_inserter(out), [](const Option& option) {
      return option.group == output;
    });
    return out;
  }();
  return options;
}

Result<RunOptions> read_run_options(const Arguments& given, RunOptions options) {
  for (const Given& one : given.options) {
    const auto* const found = std::ranges::find(
        table, one.option->name, [](const RunOption& row) { return row.option.name; });
    if (found == table.end()) {
      continue;
    }
    if (Problem problem = found->apply(one.value, options)) {
      return failure(fmt::format("--{}: {}", one.option->name, *problem));
    }
  }
  return options;
}

}  // namespace doctor::cli
