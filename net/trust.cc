#include "net/trust.h"

#include <array>
#include <climits>
#include <cstdlib>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace doctor::net {
namespace {

constexpr const char* system_directory = "/etc/ssl/certs";
/// Where Debian and its kin keep the authorities of Mozilla's list, apart from local additions.
constexpr std::string_view public_directory = "/usr/share/ca-certificates/mozilla/";

struct Free {
  void operator()(X509* one) const { X509_free(one); }
  void operator()(X509_STORE* one) const { X509_STORE_free(one); }
  void operator()(X509_STORE_CTX* one) const { X509_STORE_CTX_free(one); }
  void operator()(BIO* one) const { BIO_free(one); }
  void operator()(STACK_OF(X509) * one) const { sk_X509_pop_free(one, X509_free); }
  // NOLINTNEXTLINE(*-no-malloc,*-owning-memory): from realpath
  void operator()(char* one) const { std::free(one); }
};
template <typename T>
using Handle = std::unique_ptr<T, Free>;

void add_pem(X509_STORE* store, const std::string& pem) {
  const Handle<BIO> in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  for (;;) {
    const Handle<X509> one(PEM_read_bio_X509_AUX(in.get(), nullptr, nullptr, nullptr));
    if (!one) {
      ERR_clear_error();
      return;
    }
    X509_STORE_add_cert(store, one.get());
  }
}

struct Verdict {
  int error = X509_V_OK;
  Handle<X509> root = nullptr;  ///< at which a good chain ends
};

Verdict verify(X509_STORE* store,
               std::span<const std::string> certificates,
               const std::string& host) {
  const Handle<STACK_OF(X509)> others(sk_X509_new_null());
  Handle<X509> leaf;
  for (const std::string& der : certificates) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());  // NOLINT
    Handle<X509> one(d2i_X509(nullptr, &bytes, static_cast<long>(der.size())));
    if (one && !leaf) {
      leaf = std::move(one);
    } else if (one) {
      sk_X509_push(others.get(), one.release());
    }
  }
  const Handle<X509_STORE_CTX> context(X509_STORE_CTX_new());
  if (!leaf || X509_STORE_CTX_init(context.get(), store, leaf.get(), others.get()) != 1) {
    return {.error = X509_V_ERR_UNSPECIFIED};
  }
  X509_VERIFY_PARAM* wanted = X509_STORE_CTX_get0_param(context.get());
  if (X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str()) != 1) {
    X509_VERIFY_PARAM_set1_host(wanted, host.c_str(), host.size());
  }
  X509_STORE_CTX_set_default(context.get(), "ssl_server");
  const bool good = X509_verify_cert(context.get()) == 1;
  ERR_clear_error();
  if (!good) {
    return {.error = X509_STORE_CTX_get_error(context.get())};
  }
  const STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context.get());
  X509* root = sk_X509_value(chain, sk_X509_num(chain) - 1);
  X509_up_ref(root);
  return {.error = X509_V_OK, .root = Handle<X509>(root)};
}

/// Whether the hashed store has this root from the public list; nullopt: the machine does not tell.
std::optional<bool> is_public(X509* root) {
  for (int i = 0; i < 4; ++i) {
    const std::string link =
        fmt::format("{}/{:08x}.{}", system_directory, X509_subject_name_hash(root), i);
    std::array<char, PATH_MAX> resolved{};
    if (::realpath(link.c_str(), resolved.data()) == nullptr) {
      continue;
    }
    return std::string_view{resolved.data()}.starts_with(public_directory);
  }
  return std::nullopt;
}

std::string words_for(int error) {
  return X509_verify_cert_error_string(error);
}

class Judge {
 public:
  Judge(std::span<const std::string> certificates, const std::string& host, const UsualRoots& roots)
      : certificates_(certificates), host_(host), roots_(roots) {}

  std::optional<ClientTrust> judge(const TrustStore& wanted) const {
    const Handle<X509_STORE> store(X509_STORE_new());
    add_pem(store.get(), wanted.pem);
    if (wanted.usual == TrustStore::Usual::system) {
      add_system(store.get());
    } else if (wanted.usual == TrustStore::Usual::authority) {
      add_pem(store.get(), roots_.public_pem);
    }
    const Verdict verdict = verify(store.get(), certificates_, host_);
    ClientTrust trust{.client = wanted.client,
                      .source = wanted.source,
                      .trusts = verdict.error == X509_V_OK,
                      .problem = verdict.error == X509_V_OK ? "" : words_for(verdict.error)};
    if (!trust.trusts && wanted.usual == TrustStore::Usual::authority &&
        roots_.system_pem.empty()) {
      return by_public_list(std::move(trust));
    }
    return trust;
  }

 private:
  void add_system(X509_STORE* store) const {
    if (roots_.system_pem.empty()) {
      X509_STORE_load_path(store, system_directory);
    } else {
      add_pem(store, roots_.system_pem);
    }
  }

  /// The client's own list is not on this machine, but the system's store tells which of its roots
  /// come from the same source.
  std::optional<ClientTrust> by_public_list(ClientTrust trust) const {
    const Handle<X509_STORE> store(X509_STORE_new());
    add_system(store.get());
    const Verdict verdict = verify(store.get(), certificates_, host_);
    if (verdict.error != X509_V_OK) {
      return trust;  // not even with the local additions
    }
    const std::optional<bool> listed = is_public(verdict.root.get());
    if (!listed) {
      return std::nullopt;
    }
    trust.trusts = *listed;
    trust.problem = *listed ? "" : words_for(X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
    return trust;
  }

  std::span<const std::string> certificates_;
  const std::string& host_;
  const UsualRoots& roots_;
};

}  // namespace

std::vector<ClientTrust> judge_trust(std::span<const std::string> certificates,
                                     const std::string& host,
                                     std::span<const TrustStore> stores,
                                     const UsualRoots& roots) {
  std::vector<ClientTrust> out;
  const Judge judge{certificates, host, roots};
  for (const TrustStore& store : stores) {
    if (auto trust = certificates.empty() ? std::nullopt : judge.judge(store)) {
      out.push_back(std::move(*trust));
    }
  }
  return out;
}

}  // namespace doctor::net
