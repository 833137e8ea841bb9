#pragma once
// What a TLS handshake showed, also when it failed: libcurl 7.88 loses the chain, the verify code
// and the timings of failed handshakes (its issue 10670), so OpenSSL's own callbacks collect them.

#include <chrono>
#include <memory>

#include <openssl/ssl.h>

#include "net/answer.h"

namespace doctor::net {

/// One handshake. Shared with the connection, which may outlive who asked for it.
struct TlsTrace {
  Tls seen;
  bool started = false;  ///< TCP stood and the ClientHello was about to go
  bool finished = false;
  std::chrono::steady_clock::time_point started_at = {};
  std::chrono::steady_clock::time_point finished_at = {};
};

/// Installs the callbacks on a context that libcurl has set up. The context shares the trace: a
/// kept connection outlives the request that opened it, and says more when it closes. Verification
/// itself is never weakened.
void watch(SSL_CTX* context, const std::shared_ptr<TlsTrace>& trace);

}  // namespace doctor::net
