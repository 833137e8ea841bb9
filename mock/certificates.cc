#include "mock/certificates.h"

#include <array>
#include <stdexcept>
#include <string_view>

#include <arpa/inet.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include "mock/text.h"

namespace doctor::mock {
namespace {

using std::chrono::days;

struct Profile {
  std::string common_name;
  std::string names;  ///< subjectAltName in OpenSSL's notation; empty: an authority
  Time from;
  Time to;
  std::string issuer_page = {};  ///< where the issuer's certificate is to be had
};

void add_extension(X509* certificate, const Identity* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509* signer = issuer == nullptr ? certificate : issuer->certificate.get();
  X509V3_set_ctx(&context, signer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  if (extension == nullptr) {
    throw std::runtime_error("a certificate extension cannot be made: " + value);
  }
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

void set_serial(X509* certificate) {
  std::array<unsigned char, 8> bytes{};
  RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
  std::uint64_t number = 0;
  for (const unsigned char byte : bytes) {
    number = number << 8U | byte;
  }
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), number >> 1U);
}

void set_subject(X509* certificate, const std::string& name) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(name.c_str());  // NOLINT
  X509_NAME_add_entry_by_txt(
      X509_get_subject_name(certificate), "CN", MBSTRING_UTF8, bytes, -1, -1, 0);
}

Identity make(const Profile& profile, const Identity* issuer) {
  Identity made{KeyHandle(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")),
                CertificateHandle(X509_new())};
  X509* certificate = made.certificate.get();
  const bool authority = profile.names.empty();
  X509_set_version(certificate, X509_VERSION_3);
  set_serial(certificate);
  ASN1_TIME_set(X509_getm_notBefore(certificate), profile.from.time_since_epoch().count());
  ASN1_TIME_set(X509_getm_notAfter(certificate), profile.to.time_since_epoch().count());
  X509_set_pubkey(certificate, made.key.get());
  set_subject(certificate, profile.common_name);
  X509* signer = issuer == nullptr ? certificate : issuer->certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(signer));
  const auto extend = [&](int kind, const std::string& value) {
    add_extension(certificate, issuer, kind, value);
  };
  extend(NID_basic_constraints, authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  extend(NID_key_usage, authority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
  extend(NID_subject_key_identifier, "hash");
  extend(NID_authority_key_identifier, "keyid");
  if (!authority) {
    extend(NID_ext_key_usage, "serverAuth");
    extend(NID_subject_alt_name, profile.names);
    if (!profile.issuer_page.empty()) {
      extend(NID_info_access, "caIssuers;URI:" + profile.issuer_page);
    }
  }
  EVP_PKEY* key = issuer == nullptr ? made.key.get() : issuer->key.get();
  X509_sign(certificate, key, EVP_sha256());
  return made;
}

constexpr const char* official_names =
    "DNS:*.1claw.xyz,DNS:1claw.xyz,DNS:*.1claw.co,DNS:1claw.co,DNS:localhost,DNS:*.test,"
    "IP:127.0.0.1";

bool official(const std::string& name) {
  return name.empty() || name == "localhost" || name == "1claw.xyz" || name == "1claw.co" ||
         host_matches("*.1claw.xyz", name) || host_matches("*.1claw.co", name) ||
         host_matches("*.test", name);
}

int version_number(const std::string& text) {
  return text == "1.0"   ? TLS1_VERSION
         : text == "1.1" ? TLS1_1_VERSION
         : text == "1.2" ? TLS1_2_VERSION
         : text == "1.3" ? TLS1_3_VERSION
                         : 0;
}

// OpenSSL sets the parameters.
// NOLINTNEXTLINE(readability-function-size)
int choose_protocol(SSL*,
                    const unsigned char** chosen,
                    unsigned char* chosen_length,
                    const unsigned char* offered,
                    unsigned offered_length,
                    void*) {
  static constexpr std::array<unsigned char, 9> ours{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* picked = nullptr;
  const int result = SSL_select_next_proto(
      &picked, chosen_length, ours.data(), ours.size(), offered, offered_length);
  *chosen = picked;
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

std::string pem_of(const Identity& identity) {
  const MemoryHandle out(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(out.get(), identity.certificate.get());
  char* text = nullptr;
  const long length = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<std::size_t>(length)};
}

/// The host name in the hello's server_name extension: a list with one entry, type and length
/// first.
std::string hello_name(SSL* session) {
  const unsigned char* bytes = nullptr;
  std::size_t length = 0;
  if (SSL_client_hello_get0_ext(session, TLSEXT_TYPE_server_name, &bytes, &length) != 1 ||
      length < 5) {
    return {};
  }
  return {bytes + 5, bytes + length};
}

}  // namespace

TlsIdentities::TlsIdentities(const Network& network, Time now)
    : network_(network), now_(now), context_(SSL_CTX_new(TLS_server_method())) {
  const std::string& issuer = network.tls.issuer;
  authority_ =
      make({.common_name = issuer, .names = {}, .from = now - days(3650), .to = now + days(3650)},
           nullptr);
  SSL_CTX* context = context_.get();
  SSL_CTX_set_cipher_list(context, "DEFAULT@SECLEVEL=0");  // lets a world offer TLS 1.0
  SSL_CTX_set_min_proto_version(context, version_number(network.tls.min_version));
  SSL_CTX_set_max_proto_version(context, version_number(network.tls.max_version));
  SSL_CTX_set_cert_cb(context, choose_certificate, this);
  SSL_CTX_set_client_hello_cb(context, see_hello, this);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(context, SSL_MODE_AUTO_RETRY);
}

std::string TlsIdentities::authority_pem() const {
  return pem_of(authority_);
}

std::string TlsIdentities::signer_pem() {
  const std::lock_guard lock(making_);
  return pem_of(network_.tls.certificate == "unknown_ca" ? stranger() : authority_);
}

/// A host whose handshake is not to complete stops here, before a byte is answered.
int TlsIdentities::see_hello(SSL* session, int*, void* self) {
  const auto& identities = *static_cast<TlsIdentities*>(self);
  Hello& hello = *static_cast<Hello*>(SSL_get_app_data(session));
  hello.name = lower(hello_name(session));
  hello.handshake = host_entry(identities.network_, hello.name).handshake;
  return hello.handshake == "complete" ? SSL_CLIENT_HELLO_SUCCESS : SSL_CLIENT_HELLO_RETRY;
}

int TlsIdentities::choose_certificate(SSL* session, void* self) {
  auto& identities = *static_cast<TlsIdentities*>(self);
  const std::string& name = static_cast<Hello*>(SSL_get_app_data(session))->name;
  const Host& host = host_entry(identities.network_, name);
  const std::string& kind =
      host.certificate.empty() ? identities.network_.tls.certificate : host.certificate;
  try {
    const Identity& leaf = identities.leaf(kind, name);
    bool used = SSL_use_certificate(session, leaf.certificate.get()) == 1 &&
                SSL_use_PrivateKey(session, leaf.key.get()) == 1;
    // Verifiers give up at 100 KiB of certificates: one chain stays below, one does not.
    const int more = kind == "long_chain" ? 120 : kind == "huge_chain" ? 1000 : 0;
    for (int i = 0; used && i < more; ++i) {
      used = SSL_add1_chain_cert(session, identities.authority_.certificate.get()) == 1;
    }
    return used ? 1 : 0;
  } catch (const std::exception&) {
    return 0;
  }
}

const Identity& TlsIdentities::leaf(const std::string& kind, const std::string& name) {
  const std::lock_guard lock(making_);
  const std::string key = kind + " " + (official(name) ? "" : name);
  const auto found = leaves_.find(key);
  return found != leaves_.end() ? found->second
                                : leaves_.emplace(key, make_leaf(kind, name)).first->second;
}

const Identity& TlsIdentities::stranger() {
  if (!stranger_.key) {
    const std::string& issuer = network_.tls.issuer;
    stranger_ = make({.common_name = issuer == "Mock Authority" ? "Unlisted Authority" : issuer,
                      .names = {},
                      .from = now_ - days(3650),
                      .to = now_ + days(3650)},
                     nullptr);
  }
  return stranger_;
}

Identity TlsIdentities::make_leaf(const std::string& kind, const std::string& name) {
  in_addr address{};
  const bool number = inet_pton(AF_INET, name.c_str(), &address) == 1;
  Profile profile{.common_name = official(name) ? "api.1claw.xyz" : name,
                  .names = official(name) ? official_names : (number ? "IP:" : "DNS:") + name,
                  .from = now_ - days(30),
                  .to = now_ + days(60)};
  if (kind == "expired") {
    profile.from = now_ - days(100);
    profile.to = now_ - days(10);
  } else if (kind == "ends_soon") {
    profile.to = now_ + days(14) + std::chrono::hours(12);
  } else if (kind == "ends_later") {
    profile.to = now_ + days(15) + std::chrono::hours(12);
  } else if (kind == "not_yet_valid") {
    profile.from = now_ + days(10);
    profile.to = now_ + days(100);
  } else if (kind == "wrong_host") {
    profile.common_name = "*.hosting.example";
    profile.names = "DNS:*.hosting.example";
  } else if (kind == "many_names") {
    for (int i = 0; i < 3000; ++i) {
      profile.names += ",DNS:filler-" + std::to_string(i) + ".test";
    }
  } else if (kind == "escapes") {
    // NOLINTNEXTLINE(misc-misleading-bidirectional): on purpose
    profile.common_name = "\x1b[31mred\nsecond line\r\xE2\x80\xAE";
    profile.names = "DNS:\x1b]0\x07.hosting.example,DNS:two\nlines.example";
  }
  if (kind == "self_signed") {
    return make(profile, nullptr);
  }
  if (kind == "missing_intermediate") {
    profile.issuer_page = "http://authority.example/intermediate.crt";
  }
  if (kind == "missing_intermediate" && !intermediate_.key) {
    intermediate_ = make({.common_name = "Mock Intermediate",
                          .names = {},
                          .from = now_ - days(1000),
                          .to = now_ + days(1000)},
                         &authority_);
  }
  return make(profile,
              kind == "unknown_ca"             ? &stranger()
              : kind == "missing_intermediate" ? &intermediate_
                                               : &authority_);
}

}  // namespace doctor::mock
