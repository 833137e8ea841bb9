#pragma once
// Which resolvers a run asks.

#include "net/engine.h"
#include "net/resolver.h"

namespace doctor::net {

/// The one that was given, else the machine's; on a mock run the sockets that stand for them.
Resolver::Options resolver_options(const EngineOptions& options);

}  // namespace doctor::net
