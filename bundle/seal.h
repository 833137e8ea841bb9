#pragma once
// Encryption to one public key, in constant memory (docs/bundle-format.md, "The sealed form"): a
// key of this file's own, in a sealed box, and under it the content in authenticated chunks. Every
// way in which it cannot be opened has an error of its own.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <sodium.h>

#include "bundle/keys.h"
#include "bundle/source.h"
#include "core/result.h"

namespace doctor::bundle {

constexpr std::size_t seal_head_size = 152;

/// By its first bytes: a promise of nothing.
bool looks_sealed(std::string_view beginning);

/// What can be read of a sealed file without its key.
struct SealHead {
  std::string key_id = {};      ///< of the key it is encrypted to
  std::uint64_t content = 0;    ///< bytes inside
  std::uint64_t file_size = 0;  ///< bytes of the whole
};
/// From the beginning of a file. Error: it is not sealed, cut off, or changed.
Result<SealHead> read_seal_head(std::string_view beginning);

/// Encrypts the `size` bytes that `from` gives. Error: it gives another number, or what `from` or
/// `to` say.
Result<void> seal(const Source& from, std::uint64_t size, const PublicKey& key, const Sink& to);

/// The way back; a Source once it is made. Nothing is handed on that is not authentic.
class Unsealer {
 public:
  /// Reads `from` as it is asked for content; wipes the key with itself.
  Unsealer(Source from, SecretKey key) : from_(std::move(from)), key_(std::move(key)) {}
  Unsealer(const Unsealer&) = delete;
  Unsealer& operator=(const Unsealer&) = delete;
  ~Unsealer();

  /// Error: not sealed; encrypted to another key; changed; cut off; longer than it says.
  Result<std::string_view> next();

 private:
  Result<void> begin();
  Result<std::string_view> end();
  Result<bool> have(std::size_t size);

  Source from_;
  SecretKey key_;
  std::string waiting_ = {};  ///< read, not yet decrypted
  std::string head_ = {};
  std::string piece_ = {};
  std::uint64_t left_ = 0;
  std::uint64_t done_ = 0;
  bool begun_ = false;
  bool ended_ = false;
  crypto_secretstream_xchacha20poly1305_state state_{};
};

}  // namespace doctor::bundle
