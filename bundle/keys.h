#pragma once
// Keys for bundles: X25519 to encrypt one to somebody, Ed25519 to say who made it. In files and on
// the command line a key is one word that says what it is for and carries a checksum, so that a
// mistyped key is noticed before anything is encrypted to nobody.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/secret.h"

namespace doctor::bundle {

/// A key is for one use alone.
enum class KeyUse : std::uint8_t { sealing, signing };

constexpr std::size_t key_size = 32;
/// Given back only after wiping it.
using SecretBytes = std::vector<char, WipingAllocator<char>>;

/// To encrypt to, or to check a signature with: nothing secret.
struct PublicKey {
  std::array<char, key_size> bytes{};
  bool operator==(const PublicKey&) const = default;
};

/// X25519: the scalar; Ed25519: the seed.
struct SecretKey {
  SecretKey() = default;
  SecretKey(SecretKey&&) noexcept = default;
  SecretKey& operator=(SecretKey&&) noexcept = default;
  SecretKey(const SecretKey&) = delete;
  SecretKey& operator=(const SecretKey&) = delete;
  ~SecretKey() = default;

  SecretBytes bytes = SecretBytes(key_size);
};

/// The texts of the two files that `bundle keygen` writes: a key of each use, and their public
/// halves.
struct NewKeys {
  SecretBytes secret_file;
  std::string public_file;
};
NewKeys generate_keys();

/// The first key of that use in `text`, which may be the word itself or a file with other lines.
/// Error: there is none, or it is mistyped; never quotes the text.
Result<PublicKey> public_key_in(std::string_view text, KeyUse use);
Result<SecretKey> secret_key_in(std::string_view text, KeyUse use);

/// The public key of a secret one, and the word that it is written as.
PublicKey public_half(const SecretKey& key, KeyUse use);
std::string word_of(const PublicKey& key, KeyUse use);
/// Is `text` a public key of that use, and not the name of a file that holds one?
bool is_public_word(std::string_view text, KeyUse use);

constexpr std::size_t key_id_size = 8;
/// Tells keys apart in few bytes.
std::string id_of(const PublicKey& key);
/// Those bytes as they are shown.
std::string shown_id(std::string_view id);

}  // namespace doctor::bundle
