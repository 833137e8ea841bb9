#pragma once
// Where names and ports lead. Empty on a live run. A mock run leads every host to the mock's
// loopback sockets, so that real names, certificates and URLs are exercised and nothing leaves the
// machine.

#include <cstdint>
#include <map>
#include <string>

namespace doctor::net {

/// Ports on this machine that stand in for everybody's.
struct Wiring {
  std::uint16_t tls_port = 0;      ///< stands in for every host's port 443
  std::uint16_t plain_port = 0;    ///< … port 80, and for HTTP proxies
  std::uint16_t refused_port = 0;  ///< … every other port
  std::string resolver;            ///< `127.0.0.1:PORT`
  /// … and for further resolvers, by the address that the user's settings give.
  std::map<std::string, std::string> resolvers = {};
  /// `127.0.0.1:PORT` that stands in for an address where the world's API is not.
  std::map<std::string, std::string> addresses = {};
  std::string ca_pem;  ///< trusted in place of the system's store

  bool active() const { return refused_port != 0; }  ///< whether it leads anything anywhere
  /// The port here in place of that one there.
  std::uint16_t port_for(std::uint16_t port) const {
    return port == 443 ? tls_port : port == 80 ? plain_port : refused_port;
  }
};

}  // namespace doctor::net
