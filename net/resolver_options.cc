#include "net/resolver_options.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace doctor::net {
namespace {

std::string with_port(const std::string& server) {
  if (server.empty()) {
    return server;
  }
  const bool v6 = std::ranges::count(server, ':') > 1;
  const bool bracketed = server.front() == '[';
  if (v6 && !bracketed) {
    return fmt::format("[{}]:53", server);
  }
  const bool has_port =
      bracketed ? server.find("]:") != std::string::npos : server.find(':') != std::string::npos;
  return has_port ? server : server + ":53";
}

}  // namespace

Resolver::Options resolver_options(const LoopOptions& options) {
  Resolver::Options out{.settings = read_resolv_conf(options.resolv_conf),
                        .hosts_file = options.hosts_file,
                        .family = options.ip_family};
  const Wiring& wiring = options.wiring;
  if (!wiring.active() && !options.resolver.empty()) {
    out.servers = {{.name = options.resolver, .address = with_port(options.resolver)}};
    return out;
  }
  out.configured =
      !out.settings.servers.empty() || (wiring.active() && options.resolv_conf.empty());
  std::vector<std::string> servers = out.settings.servers;
  if (servers.empty()) {
    servers = {"127.0.0.1"};  // where clients ask when nothing is configured
  }
  for (const std::string& server : servers) {
    const auto wired = wiring.resolvers.find(server);
    const std::string& mock = wired == wiring.resolvers.end() ? wiring.resolver : wired->second;
    out.servers.push_back({.name = server, .address = wiring.active() ? mock : with_port(server)});
  }
  return out;
}

}  // namespace doctor::net
