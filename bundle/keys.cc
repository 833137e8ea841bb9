#include "bundle/keys.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "bundle/look.h"
#include "bundle/sodium.h"

namespace doctor::bundle {
namespace {

constexpr std::size_t checksum_size = 4;
constexpr std::size_t digits = 2 * (key_size + checksum_size);

constexpr std::string_view public_prefix(KeyUse use) {
  return use == KeyUse::sealing ? "oneclaw_encrypt_" : "oneclaw_verify_";
}

constexpr std::string_view secret_prefix(KeyUse use) {
  return use == KeyUse::sealing ? "oneclaw_decrypt_" : "oneclaw_sign_";
}

constexpr std::string_view name_of(KeyUse use) {
  return use == KeyUse::sealing ? "encryption" : "signing";
}

using Checksum = std::array<unsigned char, crypto_generichash_BYTES_MIN>;

/// Of the prefix too: a key for one use is none for another.
Checksum checksum_of(std::string_view prefix, std::string_view key) {
  Checksum out{};
  crypto_generichash_state state{};
  crypto_generichash_init(&state, nullptr, 0, out.size());
  crypto_generichash_update(&state, bytes_of(prefix), prefix.size());
  crypto_generichash_update(&state, bytes_of(key), key.size());
  crypto_generichash_final(&state, out.data(), out.size());
  return out;
}

/// Appends `bytes` in hexadecimal without leaving a copy of them elsewhere.
template <typename Text>
void append_hex(Text& out, const unsigned char* bytes, std::size_t size) {
  constexpr std::string_view all = "0123456789abcdef";
  for (std::size_t i = 0; i < size; ++i) {
    out.push_back(all[bytes[i] >> 4U]);   // NOLINT(*-pointer-arithmetic)
    out.push_back(all[bytes[i] & 0xfU]);  // NOLINT(*-pointer-arithmetic)
  }
}

template <typename Text>
void append_word(Text& out, std::string_view prefix, std::string_view key) {
  out.insert(out.end(), prefix.begin(), prefix.end());
  append_hex(out, bytes_of(key), key.size());
  append_hex(out, checksum_of(prefix, key).data(), checksum_size);
}

template <typename Text>
void append(Text& out, std::string_view text) {
  out.insert(out.end(), text.begin(), text.end());
}

std::string_view view(const SecretBytes& bytes) {
  return {bytes.data(), bytes.size()};
}

/// The key in the word that begins with `prefix`. Error: there is none, or its checksum is wrong.
Result<SecretBytes> key_in(std::string_view text, std::string_view prefix, std::string_view what) {
  const std::size_t at = text.find(prefix);
  if (at == std::string_view::npos) {
    return failure(fmt::format("there is no {} key in it", what));
  }
  std::string_view word = text.substr(at + prefix.size());
  std::size_t length = 0;
  while (length < word.size() && is_word_char(word[length])) {
    ++length;
  }
  word = word.substr(0, length);
  SecretBytes bytes(key_size + checksum_size);
  std::size_t written = 0;
  const bool read = word.size() == digits &&
                    sodium_hex2bin(bytes_of(bytes.data()),
                                   bytes.size(),
                                   word.data(),
                                   word.size(),
                                   nullptr,
                                   &written,
                                   nullptr) == 0 &&
                    written == bytes.size();
  const Checksum expected = checksum_of(prefix, view(bytes).substr(0, key_size));
  if (!read ||
      sodium_memcmp(expected.data(), bytes_of(bytes.data()) + key_size, checksum_size) != 0) {
    return failure(fmt::format("the {} key in it is mistyped or cut off", what));
  }
  bytes.resize(key_size);
  return bytes;
}

SecretKey new_key() {
  SecretKey out;
  randombytes_buf(out.bytes.data(), out.bytes.size());
  return out;
}

}  // namespace

void start_sodium() {
  if (sodium_init() < 0) {
    throw std::runtime_error{"libsodium cannot start"};
  }
}

NewKeys generate_keys() {
  start_sodium();
  const SecretKey sealing = new_key();
  const SecretKey signing = new_key();
  NewKeys out;
  append(out.secret_file,
         "# Secret keys of oneclaw-doctor. Who has this file can open what is encrypted to its\n"
         "# owner, and sign in the owner's name.\n");
  append_word(out.secret_file, secret_prefix(KeyUse::sealing), view(sealing.bytes));
  append(out.secret_file, "\n");
  append_word(out.secret_file, secret_prefix(KeyUse::signing), view(signing.bytes));
  append(out.secret_file, "\n");
  out.public_file = fmt::format(
      "# Public keys of oneclaw-doctor, for everybody: bundle --encrypt-to, --signed-by\n"
      "{}\n{}\n",
      word_of(public_half(sealing, KeyUse::sealing), KeyUse::sealing),
      word_of(public_half(signing, KeyUse::signing), KeyUse::signing));
  return out;
}

Result<PublicKey> public_key_in(std::string_view text, KeyUse use) {
  start_sodium();
  const Result<SecretBytes> bytes =
      key_in(text, public_prefix(use), fmt::format("public {}", name_of(use)));
  if (!bytes) {
    return failure(bytes.error().message);
  }
  PublicKey out;
  std::ranges::copy(*bytes, out.bytes.begin());
  return out;
}

Result<SecretKey> secret_key_in(std::string_view text, KeyUse use) {
  start_sodium();
  Result<SecretBytes> bytes =
      key_in(text, secret_prefix(use), fmt::format("secret {}", name_of(use)));
  if (!bytes) {
    return failure(bytes.error().message);
  }
  SecretKey out;
  out.bytes = std::move(*bytes);
  return out;
}

PublicKey public_half(const SecretKey& key, KeyUse use) {
  start_sodium();
  PublicKey out;
  if (use == KeyUse::sealing) {
    crypto_scalarmult_base(bytes_of(out.bytes.data()), bytes_of(view(key.bytes)));
    return out;
  }
  SecretBytes whole(crypto_sign_SECRETKEYBYTES);
  crypto_sign_seed_keypair(
      bytes_of(out.bytes.data()), bytes_of(whole.data()), bytes_of(view(key.bytes)));
  return out;
}

std::string word_of(const PublicKey& key, KeyUse use) {
  std::string out;
  append_word(out, public_prefix(use), {key.bytes.data(), key.bytes.size()});
  return out;
}

bool is_public_word(std::string_view text, KeyUse use) {
  return text.starts_with(public_prefix(use));
}

std::string id_of(const PublicKey& key) {
  std::array<unsigned char, crypto_generichash_BYTES_MIN> hash{};
  crypto_generichash(hash.data(),
                     hash.size(),
                     bytes_of({key.bytes.data(), key.bytes.size()}),
                     key_size,
                     nullptr,
                     0);
  return {hash.begin(), hash.begin() + key_id_size};
}

std::string shown_id(std::string_view id) {
  std::string out;
  append_hex(out, bytes_of(id), id.size());
  return out;
}

}  // namespace doctor::bundle
