#pragma once
// Which resolvers a loop asks.

#include "net/loop.h"
#include "net/resolver.h"

namespace doctor::net {

/// The one that was given, else the machine's; on a mock run the sockets that stand for them.
Resolver::Options resolver_options(const LoopOptions& options);

}  // namespace doctor::net
