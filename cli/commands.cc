#include "cli/commands.h"

#include <algorithm>
#include <array>

#include "cli/fleet_options.h"
#include "cli/suggestions.h"

namespace doctor::cli {
namespace {

constexpr std::array<std::string_view, 7> run_examples{
    "oneclaw-doctor  # find this machine's set-up, probe, name the cause",
    "oneclaw-doctor run --mock  # the same against the embedded mock API",
    "oneclaw-doctor --vault prod --secret db/main  # may this agent read that?",
    "oneclaw-doctor --format json --fail-on warning  # for scripts",
    "oneclaw-doctor --dry-run  # what would be sent",
    "oneclaw-doctor run --watch 5m --on-change ./tell.sh  # report what changes",
    "oneclaw-doctor run --targets agents.csv  # many agents, one result per line",
};
constexpr std::array<std::string_view, 4> explain_examples{
    "oneclaw-doctor explain error.log  # what the errors in a file mean",
    "curl -i … | oneclaw-doctor explain  # an answer, a transcript, a message",
    "oneclaw-doctor explain 403 intents  # what a status may mean",
    "oneclaw-doctor explain auth.token/expired  # one rule at length",
};
constexpr std::array<std::string_view, 3> serve_examples{
    "oneclaw-doctor serve  # GET http://127.0.0.1:9464/healthz and /metrics",
    "oneclaw-doctor serve --listen :9464 --every 5m --fail-on warning",
    "oneclaw-doctor serve --mock --every 10s  # to try it",
};
constexpr std::array<std::string_view, 3> list_examples{
    "oneclaw-doctor list rules  # every cause this version can name",
    "oneclaw-doctor list scenarios  # what 'run --mock=…' can play",
    "oneclaw-doctor list probes --format json  # for scripts",
};
constexpr std::array<std::string_view, 8> bundle_examples{
    "oneclaw-doctor bundle  # run, and write what support needs, without a secret",
    "oneclaw-doctor bundle -o out.tar.gz --include app.log",
    "oneclaw-doctor bundle --preview --include app.log  # what would be in it?",
    "oneclaw-doctor bundle verify out.tar.gz --against ONECLAW_AGENT_API_KEY",
    "oneclaw-doctor bundle redact old.tar.gz -o new.tar.gz  # with this version's rules",
    "oneclaw-doctor bundle keygen support.key  # for who receives bundles: support.key.pub goes "
    "out",
    "oneclaw-doctor bundle --encrypt-to support.key.pub  # for that receiver alone",
    "oneclaw-doctor bundle open in.tar.gz.sealed --key support.key",
};
constexpr std::array<std::string_view, 2> replay_examples{
    "oneclaw-doctor replay report.json  # what do this version's rules say to it?",
    "oneclaw-doctor replay report.json --rules mine.json --format json",
};
constexpr std::array<std::string_view, 2> diff_examples{
    "oneclaw-doctor diff monday.json today.json  # what broke since?",
    "oneclaw-doctor diff good.json bad.json --format json --fail-on warning",
};
constexpr std::array<std::string_view, 3> merge_examples{
    "oneclaw-doctor merge results-*.jsonl  # one report of what shards found",
    "oneclaw-doctor merge results-*.jsonl --targets agents.csv  # and what has no result",
    "oneclaw-doctor merge - --format markdown --short < results.jsonl",
};
constexpr std::array<std::string_view, 2> rules_examples{
    "oneclaw-doctor rules check mine.json  # is it fit for 'run --rules'?",
    "oneclaw-doctor rules test acme/  # do the rules of this folder hold in its examples?",
};
constexpr std::array<std::string_view, 2> mock_examples{
    "oneclaw-doctor mock  # serve the healthy scenario on a free port",
    "oneclaw-doctor mock --scenario NAME --port 8443",
};
constexpr std::array<std::string_view, 3> completion_examples{
    "eval \"$(oneclaw-doctor completion bash)\"  # in ~/.bashrc; likewise in ~/.zshrc with zsh",
    "oneclaw-doctor completion zsh > ~/.zfunc/_oneclaw-doctor  # a folder of $fpath",
    "oneclaw-doctor completion fish | source  # in ~/.config/fish/config.fish",
};

constexpr auto table = std::to_array<Command>({
    {.name = "run",
     .words = "",
     .about = "find this machine's 1Claw set-up, probe the API, print the cause (default)",
     .examples = run_examples,
     .options = run_command_options,
     .run = run_machine},
    {.name = "serve",
     .words = "",
     .about = "check again and again, and answer /healthz and /metrics",
     .examples = serve_examples,
     .options = serve_options,
     .run = serve_health},
    {.name = "explain",
     .words = "[FILE…|STATUS [WORD…]|RULE-ID]",
     .about = "the fix for errors you already have: answers, transcripts, logs",
     .examples = explain_examples,
     .suggest = &suggested_rules,
     .options = explain_options,
     .run = explain},
    {.name = "bundle",
     .words = "[verify|redact|open|keygen FILE]",
     .about = "run, then write a support bundle without secrets; or check one",
     .examples = bundle_examples,
     .options = bundle_options,
     .run = bundle_command},
    {.name = "replay",
     .words = "FILE",
     .about = "judge a stored report or bundle again, offline, with this version's rules",
     .examples = replay_examples,
     .options = output_options,
     .run = replay},
    {.name = "diff",
     .words = "A B",
     .about = "what changed from report A to report B; exit code 1 for a regression",
     .examples = diff_examples,
     .options = diff_options,
     .run = diff},
    {.name = "merge",
     .words = "FILE…",
     .about = "one report of many targets' results, common causes told once",
     .examples = merge_examples,
     .options = merge_options,
     .run = merge},
    {.name = "list",
     .words = "probes|rules|scenarios|formats",
     .about = "print a catalogue",
     .examples = list_examples,
     .options = list_options,
     .run = list},
    {.name = "rules",
     .words = "check FILE|test DIR",
     .about = "validate rules; hold a pack of rules to its examples",
     .examples = rules_examples,
     .options = check_rules_options,
     .run = check_rules},
    {.name = "mock",
     .words = "",
     .about = "serve the mock API on loopback until interrupted",
     .examples = mock_examples,
     .options = mock_options,
     .run = serve_mock},
    {.name = "completion",
     .words = "bash|zsh|fish",
     .about = "print the shell's completion of commands, options and their values",
     .examples = completion_examples,
     .options = completion_options,
     .run = completion},
});

}  // namespace

std::span<const Command> commands() {
  return table;
}

const Command* find_command(std::string_view name) {
  const auto* const found = std::ranges::find(table, name, &Command::name);
  return found == table.end() ? nullptr : found;
}

}  // namespace doctor::cli
