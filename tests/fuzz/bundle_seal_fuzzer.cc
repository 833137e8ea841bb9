// libFuzzer: what is sealed comes back, and no change of it goes unnoticed.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "bundle/seal.h"
#include "bundle/signature.h"

namespace doctor::bundle {
namespace {

Source once(std::string_view text) {
  return [text]() mutable -> Result<std::string_view> {
    return std::exchange(text, std::string_view{});
  };
}

Result<std::string> opened(std::string_view bytes, SecretKey key) {
  Unsealer unsealer{once(bytes), std::move(key)};
  std::string out;
  while (true) {
    const auto piece = unsealer.next();
    if (!piece) {
      return failure(piece.error().message);
    }
    if (piece->empty()) {
      return out;
    }
    out += *piece;
  }
}

void try_all(std::string_view bytes) {
  (void)read_seal_head(bytes);
  (void)public_key_in(bytes, KeyUse::signing);
  (void)secret_key_in(bytes, KeyUse::sealing);
  (void)check_signature("manifest", bytes);
  const PublicKey key = public_half(SecretKey{}, KeyUse::sealing);
  (void)opened(bytes, SecretKey{});
  std::string sealed;
  const auto done = seal(once(bytes), bytes.size(), key, [&sealed](std::string_view piece) {
    sealed += piece;
    return Result<void>{};
  });
  const auto back = opened(sealed, SecretKey{});
  if (!done || !back || *back != bytes) {
    std::abort();
  }
  std::size_t place = bytes.size();
  for (const char c : bytes.substr(0, 4)) {
    place = place * 251 + static_cast<unsigned char>(c);
  }
  std::string changed = sealed;
  char& byte = changed[place % changed.size()];
  byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << (place % 8)));
  if (opened(changed, SecretKey{}) ||
      opened(std::string_view{sealed}.substr(0, place % sealed.size()), SecretKey{})) {
    std::abort();
  }
}

}  // namespace
}  // namespace doctor::bundle

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  doctor::bundle::try_all(
      {reinterpret_cast<const char*>(data), size});  // NOLINT(*-reinterpret-cast)
  return 0;
}
