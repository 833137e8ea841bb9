#pragma once
// Certificates made at run time: an authority, and a leaf per name and kind of defect, when first
// asked for. Validity is relative to the mock's clock.

#include <map>
#include <mutex>
#include <string>

#include "mock/clock.h"
#include "mock/network.h"
#include "mock/openssl_handles.h"

namespace doctor::mock {

/// What the client's hello said; filled while the handshake runs, owned by the connection.
struct Hello {
  std::string name = {};       ///< by SNI, in lower case; empty: none
  std::string handshake = {};  ///< as the host's entry has it
};

struct Identity {
  KeyHandle key = {};
  CertificateHandle certificate = {};
};

/// The TLS side of the server. Its handshake picks the certificate by SNI. Each session's
/// application data point to a Hello.
class TlsIdentities {
 public:
  /// `network` must outlive this.
  TlsIdentities(const Network& network, Time now);
  SSL_CTX* context() const { return context_.get(); }
  std::string authority_pem() const;
  /// Of the authority that signs the world's usual certificate.
  std::string signer_pem();

 private:
  static int choose_certificate(SSL* session, void* self);
  static int see_hello(SSL* session, int* alert, void* self);
  const Identity& leaf(const std::string& kind, const std::string& name);
  Identity make_leaf(const std::string& kind, const std::string& name);
  const Identity& stranger();

  const Network& network_;
  Time now_ = {};
  ContextHandle context_;
  Identity authority_;
  Identity stranger_;      ///< an authority nobody trusts
  Identity intermediate_;  ///< for a chain with a gap
  std::map<std::string, Identity> leaves_ = {};
  std::mutex making_;
};

}  // namespace doctor::mock
