#pragma once
// A bundle on the disk, read as it is or, when it is encrypted, through its key; and the keys that
// options name.

#include <optional>
#include <string>
#include <string_view>

#include "bundle/keys.h"
#include "bundle/manifest.h"
#include "bundle/seal.h"
#include "bundle/source.h"
#include "cli/arguments.h"
#include "core/result.h"

namespace doctor::cli {

/// The option's value: the key itself, or a file that holds it. Error: with the option's name.
Result<bundle::PublicKey> public_key(const Given& given, bundle::KeyUse use);
/// From the file that the option names.
Result<bundle::SecretKey> secret_key(const Given& given, bundle::KeyUse use);

class BundleFile {
 public:
  explicit BundleFile(const std::string& path);
  BundleFile(const BundleFile&) = delete;
  BundleFile& operator=(const BundleFile&) = delete;
  ~BundleFile();

  bool readable() const { return file_ >= 0; }
  bool sealed() const { return bundle::looks_sealed(head_); }
  /// What can be said of an encrypted one without its key. Error: it is cut off, or changed.
  Result<bundle::SealHead> seal() const;
  /// Takes `--key` when it is encrypted. Error: it cannot be read, or the key is needed and cannot
  /// be had; with the file's or the option's name.
  Result<void> unlock(const Arguments& arguments);
  bundle::Source source();

 private:
  std::string path_;
  int file_;
  std::string head_ = {};
  bundle::FileSource bytes_;
  std::optional<bundle::Unsealer> content_ = {};
};

/// What is wrong with who signed it, by `--signed-by`; nullopt when nothing is.
Result<std::optional<std::string>> wrong_signer(const Arguments& arguments,
                                                const bundle::Manifest& manifest);

std::string folder_of(const std::string& path);

}  // namespace doctor::cli
