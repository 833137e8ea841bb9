#include "bundle/signature.h"

#include <array>

#include "bundle/sodium.h"
#include "core/text.h"

namespace doctor::bundle {
namespace {

/// A signature of this is none of anything else, whatever the key is used for.
std::string signed_text(std::string_view manifest) {
  return std::string{"oneclaw-doctor/bundle/v1 manifest\n"}.append(manifest);
}

}  // namespace

std::string sign(std::string_view manifest, const SecretKey& key) {
  start_sodium();
  PublicKey own;
  SecretBytes whole(crypto_sign_SECRETKEYBYTES);
  crypto_sign_seed_keypair(bytes_of(own.bytes.data()),
                           bytes_of(whole.data()),
                           bytes_of(std::string_view{key.bytes.data(), key.bytes.size()}));
  const std::string text = signed_text(manifest);
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(
      bytes_of(signature.data()), nullptr, bytes_of(text), text.size(), bytes_of(whole.data()));
  return word_of(own, KeyUse::signing) + " " + shown_id(signature) + "\n";
}

Result<PublicKey> check_signature(std::string_view manifest, std::string_view signature) {
  constexpr std::string_view none = "the signature in it cannot be read";
  const auto space = signature.find(' ');
  const Result<PublicKey> signer = public_key_in(signature.substr(0, space), KeyUse::signing);
  if (space == std::string_view::npos || !signer) {
    return failure(std::string{none});
  }
  const std::string_view digits = trim(signature.substr(space + 1));
  std::array<unsigned char, crypto_sign_BYTES> bytes{};
  std::size_t size = 0;
  const bool read =
      sodium_hex2bin(
          bytes.data(), bytes.size(), digits.data(), digits.size(), nullptr, &size, nullptr) == 0 &&
      size == bytes.size() && digits.size() == 2 * bytes.size();
  if (!read) {
    return failure(std::string{none});
  }
  const std::string text = signed_text(manifest);
  if (crypto_sign_verify_detached(
          bytes.data(),
          bytes_of(text),
          text.size(),
          bytes_of(std::string_view{signer->bytes.data(), signer->bytes.size()})) != 0) {
    return failure("it has been changed since it was signed");
  }
  return *signer;
}

}  // namespace doctor::bundle
