#include <algorithm>
#include <array>
#include <iterator>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "bundle/builder.h"
#include "bundle/redact_report.h"
#include "cli/bundle_content.h"
#include "cli/bundle_write.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/prepare.h"
#include "cli/run.h"
#include "cli/unreadable.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

constexpr std::string_view group = "The bundle";
constexpr auto own_options = std::to_array<Option>(
    {{.name = "output",
      .letter = 'o',
      .value = "FILE",
      .group = group,
      .help = "where to write it; the file must not exist (default oneclaw-bundle-TIME.tar.gz)"},
     {.name = "include",
      .value = "FILE",
      .group = group,
      .help = "add a log or other text, without its secrets (repeatable)"},
     {.name = "keep-names", .group = group, .help = "keep names, addresses and ids as they are"},
     {.name = "max-size",
      .value = "BYTES",
      .group = group,
      .help = "hold no more than this, unpacked (default 2147483647)"},
     {.name = "preview", .group = group, .help = "list what would be in it; write nothing"},
     {.name = "against",
      .value = "ENV|FILE",
      .group = group,
      .help = "with 'verify': the value of this variable or file must not be inside"},
     {.name = "encrypt-to",
      .value = "KEY|FILE",
      .group = group,
      .help = "encrypt it, so that only the owner of this public key can read it"},
     {.name = "sign-with",
      .value = "FILE",
      .group = group,
      .help = "sign it with the secret key in this file"},
     {.name = "key",
      .value = "FILE",
      .group = group,
      .help = "with 'verify', 'redact' and 'open': the secret key it is encrypted to"},
     {.name = "signed-by",
      .value = "KEY|FILE",
      .group = group,
      .help = "with 'verify' and 'open': this public key must have signed it"}});

std::string default_path(const Report& report, bool encrypted) {
  std::string time = report.started_at;
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  return fmt::format("oneclaw-bundle-{}.tar.gz{}", time, encrypted ? ".sealed" : "");
}

/// Everything in it; the paths of the files to include were checked before the run.
Result<void> fill(bundle::Builder& builder,
                  const Report& report,
                  const std::vector<Exchange>& exchanges,
                  const BundleOptions& options,
                  bool mocked) {
  Result<void> added = add_run(builder, report, exchanges, !mocked);
  return added ? add_includes(builder, options.includes) : added;
}

int make(const Prepared& prepared, const BundleOptions& options) {
  Recorded recorded;
  const Result<Report> report = diagnose_machine(prepared.options, prepared.mocked(), &recorded);
  if (!report) {
    return complain(report.error().message, exit_usage);
  }
  end_at_signals();  // an interrupted run makes a bundle; an interrupted bundle, none
  learn_environment(recorded.known);  // not before: the diagnosis is the one that `run` gives
  const std::string path =
      options.path.empty() ? default_path(*report, options.encrypt_to.has_value()) : options.path;
  const bool mocked = prepared.mocked() != nullptr;
  std::vector<bundle::KnownName> names = bundle::names_in(*report);
  if (!mocked) {
    std::ranges::copy(machine_names(), std::back_inserter(names));
  }
  bundle::Builder builder{builder_options(options, path, std::move(names), recorded)};
  const Result<void> filled = fill(builder, *report, recorded.exchanges, options, mocked);
  if (!filled) {
    return complain(filled.error().message, exit_usage);
  }
  return write_bundle(builder,
                      {.tool_version = report->tool_version,
                       .rules_version = report->rules_version,
                       .created_at = report->started_at,
                       .omitted = omissions(!mocked)},
                      path,
                      options);
}

int create(const Arguments& arguments) {
  const Result<Prepared> prepared = prepare_run(arguments);
  if (!prepared) {
    return complain(prepared.error().message, exit_usage);
  }
  const Result<BundleOptions> options = read_bundle_options(arguments);
  if (!options) {
    return complain(options.error().message, exit_usage);
  }
  for (const std::string& path : options->includes) {
    if (!is_readable_file(path)) {
      return complain("--include: " + cannot_read(path), exit_usage);
    }
  }
  if (const auto taken = taken_path(*options); taken) {
    return complain(*taken, exit_usage);
  }
  return make(*prepared, *options);
}

struct Deed {
  std::string_view word;
  int (*run)(const Arguments& arguments, const std::string& path);
};
constexpr auto deeds = std::to_array<Deed>({{"verify", verify_bundle},
                                            {"redact", redact_bundle},
                                            {"open", open_bundle},
                                            {"keygen", make_keys}});

}  // namespace

std::span<const Option> bundle_options() {
  static const std::vector<Option> options = [] {
    std::vector<Option> out{own_options.begin(), own_options.end()};
    std::ranges::copy_if(run_options(), std::back_inserter(out), [](const Option& option) {
      return option.group != repeating_group;
    });
    return out;
  }();
  return options;
}

int bundle_command(const Arguments& arguments) {
  constexpr std::size_t longest_echo = 60;
  const Words& words = arguments.words;
  if (words.empty()) {
    return create(arguments);
  }
  const auto* const found = std::ranges::find(deeds, words.front(), &Deed::word);
  if (found != deeds.end()) {
    return words.size() == 2
               ? found->run(arguments, words[1])
               : complain(fmt::format("'bundle {}' takes one file", found->word), exit_usage);
  }
  Words known;
  for (const Deed& deed : deeds) {
    known.emplace_back(deed.word);
  }
  return complain(fmt::format("'bundle' knows {} FILE{}",
                              join(known, ", "),
                              did_you_mean(shown(words.front(), longest_echo), known)),
                  exit_usage);
}

}  // namespace doctor::cli
