#pragma once
// What all commands that write a bundle share: their options, and the way from a filled builder to
// the file and its summary.

#include <optional>
#include <string>
#include <vector>

#include "bundle/builder.h"
#include "bundle/keys.h"
#include "cli/arguments.h"
#include "cli/run.h"
#include "core/result.h"

namespace doctor::cli {

struct BundleOptions {
  std::string path = {};
  std::vector<std::string> includes = {};
  bool keep_names = false;
  bool preview = false;
  int max_size = 2147483647;
  std::optional<bundle::PublicKey> encrypt_to = {};
  std::optional<bundle::SecretKey> sign_with = {};
};

/// Keys are read too: a mistyped one must not cost a run. Error: what is wrong, in one line.
Result<BundleOptions> read_bundle_options(const Arguments& arguments);
/// Why nothing can be written where `-o` says; nullopt when it can, as far as can be told.
std::optional<std::string> taken_path(const BundleOptions& options);

/// `options` and `recorded` must outlive the builder, which takes the stand-ins over.
bundle::BuilderOptions builder_options(const BundleOptions& options,
                                       const std::string& path,
                                       std::vector<bundle::KnownName> names,
                                       Recorded& recorded);

/// Writes, or with --preview lists, and says so. Returns the exit code.
int write_bundle(bundle::Builder& builder,
                 const bundle::Manifest& about,
                 const std::string& path,
                 const BundleOptions& options);

}  // namespace doctor::cli
