#pragma once
// HTTP/1.1 over a Wire: the one file that knows Boost.Beast.

#include "mock/certificates.h"
#include "mock/service.h"
#include "mock/wire.h"

namespace doctor::mock {

enum class Port { tls, plain };

/// Serves requests until the connection ends. On the plain port a CONNECT opens a tunnel whose far
/// end is the TLS port's server.
void serve_connection(Wire& wire, Service& service, const TlsIdentities& identities, Port port);

}  // namespace doctor::mock
