#pragma once
// A bundle in the making: files go in through the redactor and wait in a file without a name, on
// the disk the bundle will be on, so that neither memory nor any folder ever holds them.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "bundle/digest.h"
#include "bundle/disk.h"
#include "bundle/keys.h"
#include "bundle/manifest.h"
#include "bundle/redact.h"
#include "bundle/source.h"
#include "core/result.h"
#include "core/secret_windows.h"

namespace doctor::bundle {

/// Where a bundle will be, how large it may become, and what is taken out of it.
struct BuilderOptions {
  std::string folder = {};                           ///< where the bundle will be
  std::uint64_t max_size = std::uint64_t{1} << 31U;  ///< of all files together, unpacked
  RedactorOptions redaction = {};
  Pseudonyms pseudonyms = {};            ///< those that are given out already
  const SecretWindows* known = nullptr;  ///< for the scan
  Disk* disk = &real_disk();
  std::optional<PublicKey> encrypt_to = {};
  const SecretKey* sign_with = nullptr;  ///< must outlive the builder
};

/// One bundle. Holds file descriptors and what it needs to redact, never a file's content.
class Builder {
 public:
  /// A folder that cannot be written to is told of by the first file that is added.
  explicit Builder(BuilderOptions options);
  Builder(const Builder&) = delete;
  Builder& operator=(const Builder&) = delete;
  ~Builder() = default;

  /// Text that is safe by the way it was made: written as it is.
  Result<void> add(FileEntry about, std::string_view text);
  /// Free text, redacted on its way. `about.name` is made unique and safe.
  Result<void> add_redacted(FileEntry about, const Source& source);
  /// The same for a text that is in memory.
  Result<void> add_redacted(FileEntry about, std::string_view text);
  /// The same for who has the pieces instead of a source: begin, then feed, then end.
  Result<void> begin(FileEntry about);
  /// The next piece; through the redactor. Error: too large, or the disk is full.
  Result<void> feed(std::string_view piece);
  /// A piece that is safe by the way it was made. Not to be mixed with feed().
  Result<void> feed_safe(std::string_view piece);
  /// The file that begin() began is whole.
  Result<void> end();
  /// That of all files; its counts go on from file to file.
  Redactor& redactor() { return redactor_; }
  Pseudonyms& pseudonyms() { return pseudonyms_; }  ///< the stand-ins given out so far
  /// The files so far, in the order in which they were added.
  const Manifest& manifest() const { return manifest_; }

  /// Writes, scans what is written, and only then gives it the name `path`, which must be free.
  /// Error: nothing is at `path` then.
  Result<void> write(Manifest about, const std::string& path);

 private:
  struct Current {
    Current(FileEntry the_file, const Counts& counts)
        : about(std::move(the_file)), before(counts) {}
    FileEntry about;
    Counts before;  ///< of the redactor, when the file began
    Digest digest;
  };

  Result<void> spool(std::string_view text, FileEntry& entry, Digest& digest);
  Result<void> archive(NamelessFile& file, const Manifest& about) const;

  BuilderOptions options_;
  Pseudonyms pseudonyms_;
  Redactor redactor_;
  Manifest manifest_ = {};
  std::uint64_t size_ = 0;
  std::optional<Current> current_ = {};
  std::string out_ = {};
  NamelessFile spool_;
};

}  // namespace doctor::bundle
