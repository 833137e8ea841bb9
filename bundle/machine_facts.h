#pragma once
// What a supporter asks about the machine first: its system, its resolvers, routes, interfaces,
// certificate store and proxies. Read from files and system calls; nothing is started or sent.

#include <string>
#include <utility>
#include <vector>

namespace doctor::bundle {

/// JSON each; not yet redacted. `libraries`: name and version of those that are not the bundle's.
std::string system_facts(const std::vector<std::pair<std::string, std::string>>& libraries);
std::string network_facts();

}  // namespace doctor::bundle
