#include "net/tls_trace.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <openssl/x509v3.h>

namespace doctor::net {
namespace {

using Shared = std::shared_ptr<TlsTrace>;

/// The context gives its share back when it goes.
// NOLINTNEXTLINE(readability-function-size): OpenSSL's signature
void give_back(void* /*context*/, void* held, CRYPTO_EX_DATA* /*all*/, int, long, void*) {
  delete static_cast<Shared*>(held);  // NOLINT(cppcoreguidelines-owning-memory): OpenSSL held it
}

int slot() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, give_back);
  return index;
}

TlsTrace* trace_of(const SSL* ssl) {
  const auto* held = static_cast<const Shared*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), slot()));
  return held == nullptr ? nullptr : held->get();
}

/// Empty when the name has no such part.
std::string part_of(const X509_NAME* name, int nid) {
  std::array<char, 256> text{};
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): a signature of OpenSSL 1
  auto* const readable = const_cast<X509_NAME*>(name);
  X509_NAME_get_text_by_NID(readable, nid, text.data(), static_cast<int>(text.size()));
  return text.data();
}

std::string name_of(const X509_NAME* name) {
  const std::string common = part_of(name, NID_commonName);
  return common.empty() ? part_of(name, NID_organizationName) : common;
}

/// Common name and organisation together: interception products sign with either.
std::string issuer_of(const X509* certificate) {
  const X509_NAME* name = X509_get_issuer_name(certificate);
  const std::string common = name_of(name);
  const std::string owner = part_of(name, NID_organizationName);
  return owner.empty() || owner == common ? common : fmt::format("{} ({})", common, owner);
}

std::optional<TimePoint> time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
    return std::nullopt;
  }
  return std::chrono::system_clock::from_time_t(timegm(&parts));
}

std::vector<std::string> names_in(const X509* certificate) {
  std::vector<std::string> out;
  auto* names = static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
  for (int i = 0; names != nullptr && i < sk_GENERAL_NAME_num(names) && out.size() < 20; ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names, i);
    if (name->type == GEN_DNS) {
      const ASN1_IA5STRING* text =
          name->d.dNSName;  // NOLINT(cppcoreguidelines-pro-type-union-access)
      const auto* start = ASN1_STRING_get0_data(text);
      out.emplace_back(start, start + ASN1_STRING_length(text));
    }
  }
  GENERAL_NAMES_free(names);
  return out;
}

Certificate read(const X509* certificate, int depth, int error) {
  return Certificate{.depth = depth,
                     .subject = name_of(X509_get_subject_name(certificate)),
                     .issuer = issuer_of(certificate),
                     .names = depth == 0 ? names_in(certificate) : std::vector<std::string>{},
                     .not_before = time_of(X509_get0_notBefore(certificate)),
                     .not_after = time_of(X509_get0_notAfter(certificate)),
                     .verify_error = error};
}

std::vector<std::string> der_of(const STACK_OF(X509) * certificates) {
  constexpr int most = 10;
  std::vector<std::string> out;
  for (int i = 0; i < std::min(sk_X509_num(certificates), most); ++i) {
    unsigned char* bytes = nullptr;
    const int length = i2d_X509(sk_X509_value(certificates, i), &bytes);
    if (length > 0) {
      out.emplace_back(bytes, bytes + length);
    }
    OPENSSL_free(bytes);
  }
  return out;
}

int on_verify(int ok, X509_STORE_CTX* store) {
  const auto* ssl = static_cast<const SSL*>(
      X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  TlsTrace* trace = trace_of(ssl);
  const int error = X509_STORE_CTX_get_error(store);
  const int depth = X509_STORE_CTX_get_error_depth(store);
  const X509* certificate = X509_STORE_CTX_get_current_cert(store);
  if (trace == nullptr || certificate == nullptr) {
    return ok;
  }
  if (trace->seen.verify_error == X509_V_OK && error != X509_V_OK) {
    trace->seen.verify_error = error;
  }
  if (depth == 0) {
    const STACK_OF(X509)* sent = X509_STORE_CTX_get0_untrusted(store);
    trace->seen.presented = sent == nullptr ? 0 : sk_X509_num(sent);
    if (trace->seen.certificates.empty() && sent != nullptr) {
      trace->seen.certificates = der_of(sent);
    }
    trace->seen.names_issuer_page = X509_get_ext_by_NID(certificate, NID_info_access, -1) >= 0;
  }
  auto& chain = trace->seen.chain;
  const auto known = std::ranges::find(chain, depth, &Certificate::depth);
  if (known == chain.end()) {
    chain.push_back(read(certificate, depth, error));
  } else if (error != X509_V_OK) {
    known->verify_error = error;
  }
  return ok;
}

void on_info(const SSL* ssl, int where, int value) {
  TlsTrace* trace = trace_of(ssl);
  if (trace == nullptr) {
    return;
  }
  const auto flags = static_cast<unsigned>(where);
  if ((flags & SSL_CB_HANDSHAKE_START) != 0U) {
    if (!trace->started) {  // later messages of the protocol begin like a handshake
      trace->started_at = std::chrono::steady_clock::now();
    }
    trace->started = true;
  }
  if ((flags & SSL_CB_HANDSHAKE_DONE) != 0U) {
    if (!trace->finished) {
      trace->finished_at = std::chrono::steady_clock::now();
    }
    trace->finished = true;
    trace->seen.version = SSL_get_version(ssl);
    const unsigned char* protocol = nullptr;
    unsigned length = 0;
    SSL_get0_alpn_selected(ssl, &protocol, &length);
    trace->seen.alpn = std::string{protocol, protocol + length};
  }
  if ((flags & SSL_CB_ALERT) != 0U && trace->seen.alert.empty() &&
      std::string_view{SSL_alert_desc_string_long(value)} != "close notify") {
    trace->seen.alert = fmt::format("{} {}",
                                    (flags & SSL_CB_READ) != 0U ? "received" : "sent",
                                    SSL_alert_desc_string_long(value));
  }
}

}  // namespace

void watch(SSL_CTX* context, const std::shared_ptr<TlsTrace>& trace) {
  auto held = std::make_unique<Shared>(trace);
  if (SSL_CTX_set_ex_data(context, slot(), held.get()) != 1) {
    return;
  }
  static_cast<void>(held.release());
  SSL_CTX_set_verify(context, SSL_CTX_get_verify_mode(context), on_verify);
  SSL_CTX_set_info_callback(context, on_info);
}

}  // namespace doctor::net
