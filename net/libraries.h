#pragma once
// The libraries that do the network's work, as they are loaded: their bugs are findings, too.

#include <string>
#include <utility>
#include <vector>

namespace doctor::net {

/// Name and version.
std::vector<std::pair<std::string, std::string>> libraries();

}  // namespace doctor::net
