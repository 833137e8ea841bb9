// `bundle verify`: what can be proved about a bundle anywhere, with nothing but the file.

#include <cstdlib>

#include <fmt/format.h>

#include "bundle/reader.h"
#include "bundle/scan.h"
#include "cli/bundle_content.h"
#include "cli/bundle_file.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "core/secret.h"
#include "core/text.h"
#include "setup/system.h"

namespace doctor::cli {
namespace {

constexpr std::size_t longest_path = 300;

/// The secret that must not be inside: the value of a variable, or what is in a file.
Result<void> learn_from(const std::string& name, net::KnownSecrets& known) {
  const char* const variable = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe)
  std::string value = variable == nullptr ? "" : variable;
  if (variable == nullptr) {
    const auto file = setup::RealSystem{}.file(name);
    if (!file) {
      return failure(fmt::format("--against: '{}' is neither a variable that is set nor a file",
                                 shown(name, longest_path)));
    }
    value = file->content;
  }
  const std::string_view trimmed = trim(value);
  if (trimmed.size() < SecretWindows::shortest) {
    return failure("--against: the value is too short to be looked for");
  }
  net::learn(known, Secret{trimmed});
  std::fill(value.begin(), value.end(), '\0');
  return {};
}

struct Findings {
  std::string lines;
  std::size_t count = 0;

  void add(const bundle::Leak& leak, const std::string& file) {
    ++count;
    lines += fmt::format("{}: {} at byte {}{}\n",
                         file,
                         leak.what,
                         leak.offset,
                         leak.encoding.empty() ? "" : fmt::format(" (in {})", leak.encoding));
  }
};

int verdict(const bundle::Manifest& manifest, const Findings& found, const std::string& path) {
  if (found.count > 0) {
    const int code = print(found.lines, exit_found);
    return code != exit_found
               ? code
               : complain(fmt::format("'{}' holds what it must not", shown(path, longest_path)),
                          exit_found);
  }
  return print(
      fmt::format(
          "{}: {} files as listed, no secret found (made by {}, redactor {}, scanner {}), {}\n",
          shown(path, longest_path),
          manifest.files.size(),
          shown(manifest.tool_version, 40),
          shown(manifest.redactor, 40),
          bundle::scanner_version,
          signature_words(manifest)),
      exit_ok);
}

/// Without the key only the outside can be looked at, which proves nothing about the inside.
int describe_sealed(const BundleFile& file, const std::string& path) {
  const std::string name = shown(path, longest_path);
  const Result<bundle::SealHead> head = file.seal();
  if (!head) {
    return complain(fmt::format("'{}': {}", name, head.error().message), exit_usage);
  }
  const int code = print(fmt::format("{}: encrypted to key {}, {} bytes inside, not cut off\n",
                                     name,
                                     bundle::shown_id(head->key_id),
                                     head->content),
                         exit_usage);
  return code != exit_usage
             ? code
             : complain(
                   fmt::format("'{}': only its key shows whether it is clean (--key FILE)", name),
                   exit_usage);
}

}  // namespace

int verify_bundle(const Arguments& arguments, const std::string& path) {
  net::KnownSecrets known;
  if (const Given* const against = arguments.find("against"); against != nullptr) {
    const Result<void> learnt = learn_from(against->value, known);
    if (!learnt) {
      return complain(learnt.error().message, exit_usage);
    }
  }
  BundleFile file{path};
  if (file.sealed() && arguments.find("key") == nullptr) {
    return describe_sealed(file, path);
  }
  if (const Result<void> open = file.unlock(arguments); !open) {
    return complain(open.error().message, exit_usage);
  }
  bundle::Scanner scanner{&known.windows};
  Findings found;
  const Result<bundle::Manifest> manifest = bundle::read_bundle(
      file.source(), [&](const bundle::FileEntry& entry, std::string_view piece, bool last) {
        scanner.feed(piece);
        if (last) {
          if (const auto leak = scanner.finish()) {
            found.add(*leak, entry.name);
          }
        }
        return true;
      });
  if (!manifest) {
    return complain(fmt::format("'{}': {}", shown(path, longest_path), manifest.error().message),
                    exit_usage);
  }
  for (const std::string& text : {bundle::to_json(*manifest)}) {
    if (const auto leak = bundle::scan(text, &known.windows)) {
      found.add(*leak, std::string{bundle::manifest_name});
    }
  }
  const Result<std::optional<std::string>> wrong = wrong_signer(arguments, *manifest);
  if (!wrong) {
    return complain(wrong.error().message, exit_usage);
  }
  if (*wrong) {
    return complain(fmt::format("'{}': {}", shown(path, longest_path), **wrong), exit_found);
  }
  return verdict(*manifest, found, path);
}

}  // namespace doctor::cli
