#include "net/signature.h"

#include <memory>
#include <optional>
#include <string>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include "core/document.h"

namespace doctor::net {
namespace {

template <auto Free>
struct Freed {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;

const unsigned char* bytes(std::string_view text) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): OpenSSL's byte type
  return reinterpret_cast<const unsigned char*>(text.data());
}

Key ed25519_key(const Node& jwk) {
  const auto x = api::decode_base64url(jwk["x"].text_or(""));
  if (!x) {
    return nullptr;
  }
  return Key{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(*x), x->size())};
}

Key rsa_key(const Node& jwk) {
  const auto n = api::decode_base64url(jwk["n"].text_or(""));
  const auto e = api::decode_base64url(jwk["e"].text_or(""));
  const Builder builder{OSSL_PARAM_BLD_new()};
  const KeyContext context{EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr)};
  if (!n || !e || n->size() > 1024 || e->size() > 16 || !builder || !context) {
    return nullptr;
  }
  const Number modulus{BN_bin2bn(bytes(*n), static_cast<int>(n->size()), nullptr)};
  const Number exponent{BN_bin2bn(bytes(*e), static_cast<int>(e->size()), nullptr)};
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  const Parameters parameters{OSSL_PARAM_BLD_to_param(builder.get())};
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    return nullptr;
  }
  return Key{key};
}

struct Parts {
  std::string_view signed_part;
  std::string signature;
  std::string algorithm;
  std::string key_id;
};

std::optional<Parts> take_apart(std::string_view token) {
  const auto last_dot = token.rfind('.');
  const auto claims = api::read_jwt(token);
  if (!claims || last_dot == std::string_view::npos) {
    return std::nullopt;
  }
  auto signature = api::decode_base64url(token.substr(last_dot + 1));
  if (!signature) {
    return std::nullopt;
  }
  return Parts{.signed_part = token.substr(0, last_dot),
               .signature = std::move(*signature),
               .algorithm = claims->algorithm,
               .key_id = claims->key_id};
}

bool verifies(EVP_PKEY* key, const EVP_MD* digest, const Parts& parts) {
  const DigestContext context{EVP_MD_CTX_new()};
  return key != nullptr && context &&
         EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(),
                          bytes(parts.signature),
                          parts.signature.size(),
                          bytes(parts.signed_part),
                          parts.signed_part.size()) == 1;
}

}  // namespace

SignatureCheck verify_signature(std::string_view token, std::string_view jwks) {
  const auto parts = take_apart(token);
  const auto document = Document::parse(jwks);
  if (!parts || !document) {
    return SignatureCheck::not_asked;
  }
  const bool edwards = parts->algorithm == "EdDSA";
  if (!edwards && parts->algorithm != "RS256") {
    return SignatureCheck::unsupported;
  }
  bool candidate = false;
  for (const Node& jwk : document->root()["keys"].items()) {
    const bool same_kind = jwk["kty"].text_or("") == (edwards ? "OKP" : "RSA");
    const std::string key_id = jwk["kid"].text_or("");
    if (!same_kind || (!parts->key_id.empty() && key_id != parts->key_id)) {
      continue;
    }
    candidate = true;
    const Key key = edwards ? ed25519_key(jwk) : rsa_key(jwk);
    if (verifies(key.get(), edwards ? nullptr : EVP_sha256(), *parts)) {
      return SignatureCheck::valid;
    }
  }
  const bool decided = candidate && !parts->key_id.empty();
  return decided ? SignatureCheck::invalid : SignatureCheck::unknown_key;
}

}  // namespace doctor::net
