#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "bundle/builder.h"
#include "bundle/redact_report.h"
#include "cli/bundle_content.h"
#include "cli/bundle_file.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/prepare.h"
#include "cli/run.h"
#include "cli/values.h"
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
      .help = "with 'open' and 'verify': the secret key it is encrypted to"},
     {.name = "signed-by",
      .value = "KEY|FILE",
      .group = group,
      .help = "with 'open' and 'verify': this public key must have signed it"}});

struct BundleOptions {
  std::string path = {};
  std::vector<std::string> includes = {};
  bool keep_names = false;
  bool preview = false;
  int max_size = 2147483647;
  std::optional<bundle::PublicKey> encrypt_to = {};
  std::optional<bundle::SecretKey> sign_with = {};
};

Result<BundleOptions> read_bundle_options(const Arguments& arguments) {
  BundleOptions out;
  for (const Given& given : arguments.options) {
    const std::string_view name = given.option->name;
    if (name == "output") {
      out.path = given.value;
    } else if (name == "include") {
      out.includes.push_back(given.value);
    } else if (name == "keep-names") {
      out.keep_names = true;
    } else if (name == "preview") {
      out.preview = true;
    } else if (name == "max-size") {
      const auto size = read_number(given.value, 1024, out.max_size);
      if (!size) {
        return failure("--max-size: a number of bytes from 1024 to 2147483647");
      }
      out.max_size = *size;
    }
  }
  return out;
}

/// Keys are read before the run: a mistyped one must not cost it.
Result<void> read_keys(const Arguments& arguments, BundleOptions& out) {
  if (const Given* const given = arguments.find("encrypt-to"); given != nullptr) {
    const Result<bundle::PublicKey> key = public_key(*given, bundle::KeyUse::sealing);
    if (!key) {
      return failure(key.error().message);
    }
    out.encrypt_to = *key;
  }
  if (const Given* const given = arguments.find("sign-with"); given != nullptr) {
    Result<bundle::SecretKey> key = secret_key(*given, bundle::KeyUse::signing);
    if (!key) {
      return failure(key.error().message);
    }
    out.sign_with = std::move(*key);
  }
  return {};
}

std::string default_path(const Report& report, bool encrypted) {
  std::string time = report.started_at;
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  return fmt::format("oneclaw-bundle-{}.tar.gz{}", time, encrypted ? ".sealed" : "");
}

std::string table_of(const bundle::Manifest& manifest) {
  std::string out;
  for (const bundle::FileEntry& file : manifest.files) {
    std::uint64_t replaced = 0;
    for (const std::uint64_t count : file.redacted) {
      replaced += count;
    }
    out += fmt::format("{:>10}  {}  ({}{})\n",
                       file.size,
                       file.name,
                       file.why,
                       replaced == 0 ? "" : fmt::format("; {} replaced", replaced));
  }
  return out;
}

/// Everything in it; the paths of the files to include were checked before the run.
Result<void> fill(bundle::Builder& builder,
                  const Report& report,
                  const BundleOptions& options,
                  bool mocked) {
  Result<void> added = add_run(builder, report, !mocked);
  return added ? add_includes(builder, options.includes) : added;
}

int make(const Prepared& prepared, const BundleOptions& options) {
  net::KnownSecrets known;
  learn_environment(known);
  const Result<Report> report = diagnose_machine(prepared.options, prepared.mocked(), &known);
  if (!report) {
    return complain(report.error().message, exit_usage);
  }
  const std::string path =
      options.path.empty() ? default_path(*report, options.encrypt_to.has_value()) : options.path;
  const bool mocked = prepared.mocked() != nullptr;
  std::vector<bundle::KnownName> names = bundle::names_in(*report);
  if (!mocked) {
    std::ranges::copy(machine_names(), std::back_inserter(names));
  }
  bundle::Builder builder{{.folder = folder_of(path),
                           .max_size = static_cast<std::uint64_t>(options.max_size),
                           .redaction = {.keep_names = options.keep_names,
                                         .names = names,
                                         .known = &known.fingerprints},
                           .known = &known.windows,
                           .encrypt_to = options.encrypt_to,
                           .sign_with = options.sign_with ? &*options.sign_with : nullptr}};
  const Result<void> filled = fill(builder, *report, options, mocked);
  if (!filled) {
    return complain(filled.error().message, exit_usage);
  }
  if (options.preview) {
    return print(table_of(builder.manifest()), exit_ok);
  }
  const Result<void> written = builder.write({.tool_version = report->tool_version,
                                              .rules_version = report->rules_version,
                                              .created_at = report->started_at,
                                              .omitted = omissions(!mocked)},
                                             path);
  if (!written) {
    constexpr std::string_view leak = "no bundle was written:";
    const bool leaked = written.error().message.starts_with(leak);
    return complain(written.error().message, leaked ? exit_found : exit_usage);
  }
  constexpr std::size_t longest_path = 300;
  return print(table_of(builder.manifest()) +
                   fmt::format("wrote {}, read it again and found no secret in it\n",
                               shown(path, longest_path)),
               exit_ok);
}

int create(const Arguments& arguments) {
  const Result<Prepared> prepared = prepare_run(arguments);
  if (!prepared) {
    return complain(prepared.error().message, exit_usage);
  }
  Result<BundleOptions> options = read_bundle_options(arguments);
  if (!options) {
    return complain(options.error().message, exit_usage);
  }
  if (const Result<void> keys = read_keys(arguments, *options); !keys) {
    return complain(keys.error().message, exit_usage);
  }
  constexpr std::size_t longest_path = 300;
  std::error_code ignored;
  for (const std::string& path : options->includes) {
    if (!std::filesystem::is_regular_file(path, ignored)) {
      return complain(fmt::format("--include: there is no file '{}'", shown(path, longest_path)),
                      exit_usage);
    }
  }
  if (std::filesystem::exists(std::filesystem::symlink_status(options->path, ignored))) {
    return complain(fmt::format("'{}' exists already", shown(options->path, longest_path)),
                    exit_usage);
  }
  return make(*prepared, *options);
}

struct Deed {
  std::string_view word;
  int (*run)(const Arguments& arguments, const std::string& path);
};
constexpr auto deeds =
    std::to_array<Deed>({{"verify", verify_bundle}, {"open", open_bundle}, {"keygen", make_keys}});

}  // namespace

std::span<const Option> bundle_options() {
  static const std::vector<Option> options = [] {
    std::vector<Option> out{own_options.begin(), own_options.end()};
    std::ranges::copy(run_options(), std::back_inserter(out));
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
