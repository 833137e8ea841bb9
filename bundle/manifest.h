#pragma once
// What a bundle says about itself (docs/bundle-format.md): the first file in it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bundle/redact.h"
#include "core/result.h"

namespace doctor::bundle {

constexpr std::string_view manifest_name = "manifest.json";
/// A signature of the manifest, when there is one: directly behind it.
constexpr std::string_view signature_name = "manifest.sig";
/// The version of the redactor's rules; grows whenever they find more.
constexpr std::string_view redactor_version = "1";
constexpr std::string_view scanner_version = "1";

/// One file of the bundle.
struct FileEntry {
  std::string name;  ///< path inside the bundle: letters, digits, `.`, `_`, `-`, at most one `/`
  std::uint64_t size = 0;
  std::string sha256 = {};  ///< hexadecimal
  std::string origin = {};  ///< where it comes from: `run`, `machine`, `--include`
  std::string why = {};
  Counts redacted = {};  ///< how much was replaced in it, by kind
};

/// Something that was not collected, and why.
struct Omission {
  std::string what;
  std::string why = {};
};

/// The content of `manifest.json`.
struct Manifest {
  std::string tool_version = {};
  std::string rules_version = {};
  std::string created_at = {};  ///< the run's start: the same input gives the same bundle
  bool keep_names = false;
  std::string redactor = std::string{redactor_version};
  std::vector<FileEntry> files = {};
  std::vector<Omission> omitted = {};
  std::string signed_by =
      {};  ///< from reading a bundle alone: a public key, once its signature held
};

/// `manifest.json`, byte for byte; the same manifest gives the same text.
std::string to_json(const Manifest& manifest);
/// Error: not a manifest, or one that no writer of this format makes.
Result<Manifest> read_manifest(std::string_view json);
bool is_safe_name(std::string_view name);

}  // namespace doctor::bundle
