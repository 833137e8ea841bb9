#pragma once
// A bundle in the making: files go in through the redactor and wait in a file without a name, on
// the disk the bundle will be on, so that neither memory nor any folder ever holds them.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "bundle/digest.h"
#include "bundle/disk.h"
#include "bundle/manifest.h"
#include "bundle/redact.h"
#include "core/result.h"
#include "core/secret_windows.h"

namespace doctor::bundle {

/// Gives the next piece of a file; an empty one at its end. Error: it cannot be read.
using Source = std::function<Result<std::string_view>()>;

struct BuilderOptions {
  std::string folder = {};                           ///< where the bundle will be
  std::uint64_t max_size = std::uint64_t{1} << 31U;  ///< of all files together, unpacked
  RedactorOptions redaction = {};
  const SecretWindows* known = nullptr;  ///< for the scan
  Disk* disk = &real_disk();
};

class Builder {
 public:
  explicit Builder(BuilderOptions options);
  Builder(const Builder&) = delete;
  Builder& operator=(const Builder&) = delete;
  ~Builder();

  /// Text that is safe by the way it was made: written as it is.
  Result<void> add(FileEntry about, std::string_view text);
  /// Free text, redacted on its way. `about.name` is made unique and safe.
  Result<void> add_redacted(FileEntry about, const Source& source);
  Result<void> add_redacted(FileEntry about, std::string_view text);
  Redactor& redactor() { return redactor_; }
  const Manifest& manifest() const { return manifest_; }

  /// Writes, scans what is written, and only then gives it the name `path`, which must be free.
  /// Error: nothing is at `path` then.
  Result<void> write(Manifest about, const std::string& path);

 private:
  Result<void> spool(std::string_view text, FileEntry& entry, Digest& digest);
  Result<void> archive(int file, const Manifest& about) const;
  Result<void> ready();

  BuilderOptions options_;
  Pseudonyms pseudonyms_ = {};
  Redactor redactor_;
  Manifest manifest_ = {};
  std::uint64_t size_ = 0;
  int spool_ = -1;
};

}  // namespace doctor::bundle
