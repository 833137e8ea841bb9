#pragma once
// HTTP/1.1 over a Wire: the one file that knows Boost.Beast.

#include "mock/certificates.h"
#include "mock/service.h"
#include "mock/wire.h"

namespace doctor::mock {

/// Serves requests until the connection ends. `identities` is null on the plain port.
void serve_connection(Wire& wire, Service& service, const TlsIdentities* identities);

}  // namespace doctor::mock
