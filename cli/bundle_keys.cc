// `bundle keygen` and `bundle open`: the two ends of an encrypted bundle.

#include <array>
#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "bundle/disk.h"
#include "bundle/keys.h"
#include "bundle/reader.h"
#include "cli/bundle_content.h"
#include "cli/bundle_file.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

constexpr std::size_t longest_path = 300;
constexpr std::string_view sealed_ending = ".sealed";

/// A new file of mode 0600, or none. Error: there is one already, or it cannot be written.
Result<void> create_file(const std::string& path, std::string_view text) {
  constexpr mode_t owner_only = 0600;
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, owner_only);
  int error = file < 0 ? errno : 0;
  if (file >= 0) {
    const ssize_t size = ::write(file, text.data(), text.size());
    error = size < 0 ? errno : 0;
    error = error == 0 && static_cast<std::size_t>(size) != text.size() ? ENOSPC : error;
    error = error == 0 && ::fsync(file) != 0 ? errno : error;
    error = ::close(file) != 0 && error == 0 ? errno : error;
    if (error != 0) {
      ::unlink(path.c_str());
    }
  }
  if (error != 0) {
    return failure(fmt::format("cannot write '{}': {}",
                               shown(path, longest_path),
                               std::generic_category().message(error)));
  }
  return {};
}

/// Where `bundle open` writes: `-o`, or the name without `.sealed`.
Result<std::string> opened_path(const Arguments& arguments, const std::string& path) {
  if (const Given* const output = arguments.find("output"); output != nullptr) {
    return output->value;
  }
  if (!path.ends_with(sealed_ending) || path.size() == sealed_ending.size()) {
    return failure("'bundle open' needs -o FILE: where to write the opened bundle");
  }
  return path.substr(0, path.size() - sealed_ending.size());
}

}  // namespace

int make_keys(const Arguments& /*arguments*/, const std::string& path) {
  const bundle::NewKeys keys = bundle::generate_keys();
  const std::string public_path = path + ".pub";
  if (const Result<void> secret =
          create_file(path, {keys.secret_file.data(), keys.secret_file.size()});
      !secret) {
    return complain(secret.error().message, exit_usage);
  }
  if (const Result<void> known = create_file(public_path, keys.public_file); !known) {
    ::unlink(path.c_str());
    return complain(known.error().message, exit_usage);
  }
  return print(fmt::format("wrote {} (keep it secret) and {} (give it to who sends you bundles)\n",
                           shown(path, longest_path),
                           shown(public_path, longest_path)),
               exit_ok);
}

int open_bundle(const Arguments& arguments, const std::string& path) {
  const Result<std::string> target = opened_path(arguments, path);
  if (!target) {
    return complain(target.error().message, exit_usage);
  }
  BundleFile file{path};
  if (const Result<void> open = file.unlock(arguments); !open) {
    return complain(open.error().message, exit_usage);
  }
  const std::string name = shown(path, longest_path);
  if (!file.sealed()) {
    return complain(fmt::format("'{}': is not encrypted", name), exit_usage);
  }
  bundle::NamelessFile out{bundle::real_disk(), folder_of(*target)};
  if (const Result<void> ready = out.ready(); !ready) {
    return complain(ready.error().message, exit_usage);
  }
  // Read as strictly as any bundle on its way; only a whole one gets a name.
  const bundle::Source source = file.source();
  const bundle::Source copied = [&]() -> Result<std::string_view> {
    Result<std::string_view> piece = source();
    const Result<void> written = piece ? out.write(*piece) : Result<void>{};
    return written ? piece : Result<std::string_view>{failure(written.error().message)};
  };
  const Result<bundle::Manifest> manifest = bundle::read_bundle(
      copied, [](const bundle::FileEntry&, std::string_view, bool) { return true; });
  if (!manifest) {
    return complain(fmt::format("'{}': {}", name, manifest.error().message), exit_usage);
  }
  const Result<std::optional<std::string>> wrong = wrong_signer(arguments, *manifest);
  if (!wrong || *wrong) {
    return wrong ? complain(fmt::format("'{}': {}", name, **wrong), exit_found)
                 : complain(wrong.error().message, exit_usage);
  }
  if (const Result<void> named = out.publish(*target); !named) {
    return complain(named.error().message, exit_usage);
  }
  return print(fmt::format("wrote {}: {} files as listed, {}\n",
                           shown(*target, longest_path),
                           manifest->files.size(),
                           signature_words(*manifest)),
               exit_ok);
}

}  // namespace doctor::cli
