#include "cli/bundle_write.h"

#include <filesystem>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "cli/bundle_file.h"
#include "cli/output.h"
#include "cli/values.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

constexpr std::size_t longest_path = 300;

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

}  // namespace

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
  const Result<void> keys = read_keys(arguments, out);
  return keys ? Result<BundleOptions>{std::move(out)} : failure(keys.error().message);
}

std::optional<std::string> taken_path(const BundleOptions& options) {
  std::error_code ignored;
  const auto status = std::filesystem::symlink_status(options.path, ignored);
  return std::filesystem::exists(status)
             ? std::optional{fmt::format("'{}' exists already", shown(options.path, longest_path))}
             : std::nullopt;
}

bundle::BuilderOptions builder_options(const BundleOptions& options,
                                       const std::string& path,
                                       std::vector<bundle::KnownName> names,
                                       Recorded& recorded) {
  return {.folder = folder_of(path),
          .max_size = static_cast<std::uint64_t>(options.max_size),
          .redaction = {.keep_names = options.keep_names,
                        .names = std::move(names),
                        .known = &recorded.known.fingerprints},
          .pseudonyms = std::move(recorded.pseudonyms),
          .known = &recorded.known.windows,
          .encrypt_to = options.encrypt_to,
          .sign_with = options.sign_with ? &*options.sign_with : nullptr};
}

int write_bundle(bundle::Builder& builder,
                 const bundle::Manifest& about,
                 const std::string& path,
                 const BundleOptions& options) {
  if (options.preview) {
    return print(table_of(builder.manifest()), exit_ok);
  }
  const Result<void> written = builder.write(about, path);
  if (!written) {
    constexpr std::string_view leak = "no bundle was written:";
    const bool leaked = written.error().message.starts_with(leak);
    return complain(written.error().message, leaked ? exit_found : exit_usage);
  }
  return print(
      table_of(builder.manifest()) +
          fmt::format("wrote {}, {}\n",
                      shown(path, longest_path),
                      options.encrypt_to ? "read it again, found no secret in it, and encrypted it"
                                         : "read it again and found no secret in it"),
      exit_ok);
}

}  // namespace doctor::cli
