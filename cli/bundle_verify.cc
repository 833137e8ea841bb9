// `bundle verify`: what can be proved about a bundle anywhere, with nothing but the file.

#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "bundle/reader.h"
#include "bundle/scan.h"
#include "cli/bundle_content.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/unreadable.h"
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
      fmt::format("{}: {} files as listed, no secret found (made by {}, redactor {}, scanner {})\n",
                  shown(path, longest_path),
                  manifest.files.size(),
                  shown(manifest.tool_version, 40),
                  shown(manifest.redactor, 40),
                  bundle::scanner_version),
      exit_ok);
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
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return complain(cannot_read(path), exit_usage);
  }
  bundle::Scanner scanner{&known.windows};
  Findings found;
  const Result<bundle::Manifest> manifest = bundle::read_bundle(
      file, [&](const bundle::FileEntry& entry, std::string_view piece, bool last) {
        scanner.feed(piece);
        if (last) {
          if (const auto leak = scanner.finish()) {
            found.add(*leak, entry.name);
          }
        }
        return true;
      });
  ::close(file);
  if (!manifest) {
    return complain(fmt::format("'{}': {}", shown(path, longest_path), manifest.error().message),
                    exit_usage);
  }
  for (const std::string& text : {bundle::to_json(*manifest)}) {
    if (const auto leak = bundle::scan(text, &known.windows)) {
      found.add(*leak, std::string{bundle::manifest_name});
    }
  }
  return verdict(*manifest, found, path);
}

}  // namespace doctor::cli
