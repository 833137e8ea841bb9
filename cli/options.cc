#include "cli/options.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "cli/option_values.h"
#include "cli/suggestions.h"

namespace doctor::cli {
namespace {

using Apply = Problem (*)(const std::string& value, RunOptions& options);

struct RunOption {
  Option option;
  Apply apply;
};

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
     value::set_setup<&Setup::profile>},
    {{.name = "base-url", .value = "URL", .group = examined, .help = "the API's base URL"},
     value::set_setup<&Setup::base_url>},
    {{.name = "mcp-url", .value = "URL", .group = examined, .help = "the hosted MCP URL"},
     value::set_setup<&Setup::mcp_url>},
    {{.name = "agent-id", .value = "ID", .group = examined, .help = "the agent"},
     value::set_setup<&Setup::agent_id>},
    {{.name = "vault", .value = "VAULT", .group = examined, .help = "the vault, by id or name"},
     value::set_setup<&Setup::vault>},
    {{.name = "mock",
      .value = "SCENARIO",
      .implicit = "healthy",
      .group = examined,
      .help = "examine the embedded mock API instead; a scenario's name, or a file (mine.json)",
      .suggest = &suggested_scenarios},
     value::set_mock},
    {{.name = "mock-record",
      .value = "FILE",
      .group = examined,
      .help = "with --mock: write every request that the mock received, as JSON Lines"},
     value::set_text<&RunOptions::mock_record>},

    {{.name = "agent-key-file",
      .value = "FILE",
      .group = credential,
      .help = "file with an agent key (ocv_…); '-' is standard input"},
     value::set_setup<&Setup::agent_key_file>},
    {{.name = "api-key-file",
      .value = "FILE",
      .group = credential,
      .help = "file with a personal API key (1ck_…)"},
     value::set_setup<&Setup::api_key_file>},
    {{.name = "token-file",
      .value = "FILE",
      .group = credential,
      .help = "file with an access token (a JWT)"},
     value::set_setup<&Setup::token_file>},

    {{.name = "secret",
      .value = "PATH",
      .group = wish,
      .help = "use the secret at this path; its value is never fetched"},
     value::set_wish<&Wish::secret_path>},
    {{.name = "permission", .value = "read|write", .group = wish, .help = "do this with it"},
     value::set_permission},
    {{.name = "intents", .group = wish, .help = "use transaction endpoints"},
     value::set_wish_switch<&Wish::intents>},
    {{.name = "share", .group = wish, .help = "share secrets"},
     value::set_wish_switch<&Wish::share>},
    {{.name = "device-code",
      .value = "USER_CODE",
      .group = wish,
      .help = "finish the device login that showed this code"},
     value::set_device_code},
    {{.name = "my-ip",
      .value = "ADDRESS",
      .group = wish,
      .help = "come from this address, for the IP rules"},
     value::set_my_ip},

    {{.name = "ca-file",
      .value = "FILE",
      .group = way,
      .help = "trust these certificate authorities (PEM) instead of the system's"},
     value::set_file<&RunOptions::ca_file>},
    {{.name = "resolver",
      .value = "HOST[:PORT]",
      .group = way,
      .help = "ask this name server instead of the system's"},
     value::set_resolver},
    {{.name = "ip-family", .value = "4|6", .group = way, .help = "use this IP version only"},
     value::set_family},

    {{.name = "only",
      .value = "PROBE-OR-LAYER",
      .group = bounds,
      .help = "check only this and what it needs (repeatable)",
      .suggest = &suggested_probes},
     value::add_probe_or_layer<&RunOptions::only>},
    {{.name = "skip",
      .value = "PROBE-OR-LAYER",
      .group = bounds,
      .help = "leave this out (repeatable)",
      .suggest = &suggested_probes},
     value::add_probe_or_layer<&RunOptions::skip>},
    {{.name = "timeout",
      .value = "TIME",
      .group = bounds,
      .help = "wait this long for one answer: 2.5, 500ms, 10s (default 5)"},
     value::set_duration<&RunOptions::timeout>},
    {{.name = "deadline",
      .value = "TIME",
      .group = bounds,
      .help = "end the whole run after this time (default 15)"},
     value::set_duration<&RunOptions::deadline>},
    {{.name = "max-requests",
      .value = "N",
      .group = bounds,
      .help = "send at most N requests with a credential (default 8)"},
     value::set_max_requests},
    {{.name = "dry-run",
      .group = bounds,
      .help = "print every request that would be sent, send none"},
     value::set_switch<&RunOptions::dry_run>},

    {{.name = "watch",
      .value = "TIME",
      .group = again,
      .help = "check at this interval, and report what changes"},
     value::set_watch},
    {{.name = "confirm",
      .value = "N/M",
      .group = again,
      .help = "a change counts when N of the last M checks saw it (default 2/3)"},
     value::set_confirm},
    {{.name = "on-change",
      .value = "COMMAND",
      .group = again,
      .help = "at each change run this in a shell; it reads the JSON report"},
     value::set_text<&RunOptions::on_change>},
    {{.name = "checks",
      .value = "N",
      .group = again,
      .help = "end after N checks (default: a signal ends it)"},
     value::set_checks},

    {{.name = "ignore",
      .value = "RULE-OR-ROW[@TARGET]",
      .group = known,
      .help = "this cause, here or for one host, agent or vault (repeatable)",
      .suggest = &suggested_rules},
     value::add_ignored},
    {{.name = "ignore-file",
      .value = "FILE",
      .group = known,
      .help = "such causes, each with its reason and its last day (JSON)"},
     value::set_text<&RunOptions::ignore_file>},
    {{.name = "baseline",
      .value = "REPORT",
      .group = known,
      .help = "all that this JSON report or bundle has; only what is new fails"},
     value::set_file<&RunOptions::baseline>},

    {{.name = "rules",
      .value = "FILE|DIR",
      .group = output,
      .help = "judge with this file's rules instead; those of a folder are added"},
     value::set_rules},
    {{.name = "fail-on",
      .value = "error|warning|never",
      .group = output,
      .help = "exit with 1 from this severity on (default error)"},
     value::set_fail_on},
    {{.name = "format",
      .value = "NAME",
      .group = output,
      .help = "what to print; see 'list formats' (default terminal)",
      .suggest = &suggested_formats},
     value::set_format},
    {{.name = "report",
      .value = "NAME=FILE",
      .group = output,
      .help = "also write a report in this format (repeatable)",
      .suggest = &suggested_formats},
     value::add_report},
    {{.name = "color", .value = "auto|always|never", .group = output, .help = "colour the output"},
     value::set_color},
    {{.name = "ascii", .group = output, .help = "print ASCII only"},
     value::set_switch<&RunOptions::ascii>},
    {{.name = "verbose",
      .letter = 'v',
      .group = output,
      .help = "print every observation with its facts"},
     value::set_switch<&RunOptions::verbose>},
    {{.name = "quiet", .letter = 'q', .group = output, .help = "print one line per cause"},
     value::set_switch<&RunOptions::quiet>},
    {{.name = "short", .group = output, .help = "with markdown: a dozen lines, for chat"},
     value::set_switch<&RunOptions::brief>},
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
