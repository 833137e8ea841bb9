#pragma once
// What a supporter asks about the machine first: its system, its resolvers, routes, interfaces,
// certificate store and proxies. Read from files and system calls; nothing is started or sent.

#include <string>

namespace doctor::bundle {

/// JSON each; not yet redacted.
std::string system_facts();
std::string network_facts();

}  // namespace doctor::bundle
