#pragma once
// What the 1Claw clients run on: it decides which proxy variables and which root certificates they
// use.

#include <string_view>

namespace doctor::probes {

/// `node`, `python` or `go` for a client of the fact client.name; empty where it is not known.
/// Source: the clients' package manifests.
std::string_view runtime_of(std::string_view client);

}  // namespace doctor::probes
