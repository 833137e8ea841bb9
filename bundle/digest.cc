#include "bundle/digest.h"

#include <array>

#include <fmt/format.h>
#include <openssl/evp.h>

namespace doctor::bundle {

struct Digest::Impl {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                  EVP_MD_CTX_free};
};

Digest::Digest() : impl_(std::make_unique<Impl>()) {
  EVP_DigestInit_ex(impl_->context.get(), EVP_sha256(), nullptr);
}

Digest::~Digest() = default;

void Digest::update(std::string_view piece) {
  EVP_DigestUpdate(impl_->context.get(), piece.data(), piece.size());
}

std::string Digest::hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  EVP_DigestFinal_ex(impl_->context.get(), bytes.data(), &size);
  std::string out;
  for (unsigned i = 0; i < size; ++i) {
    out += fmt::format("{:02x}", bytes.at(i));
  }
  return out;
}

}  // namespace doctor::bundle
