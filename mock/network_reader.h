#pragma once
// The part of the world file that lies below HTTP.

#include "mock/fields.h"
#include "mock/network.h"

namespace doctor::mock {

/// Reads the members `tcp`, `tls`, `proxy`, `dns`, `hosts` and `faults`.
void read_network(Fields& in, Network& network);

}  // namespace doctor::mock
