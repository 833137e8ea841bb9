#include <array>
#include <list>

#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mock/certificates.h"
#include "mock/dns_server.h"
#include "mock/http_connection.h"
#include "mock/listening.h"
#include "mock/mock.h"
#include "mock/service.h"

namespace doctor::mock {
namespace {

/// Holds a port that refuses connections: bound, never listened on.
class RefusedPort {
 public:
  RefusedPort() : socket_(bound_socket(SOCK_STREAM, 0)) {}
  RefusedPort(const RefusedPort&) = delete;
  RefusedPort& operator=(const RefusedPort&) = delete;
  ~RefusedPort() { close(socket_); }
  std::uint16_t port() const { return port_of(socket_); }

 private:
  int socket_;
};

/// Swallows greetings: its queue of connections is full, so Linux drops what comes.
class DroppingPort {
 public:
  DroppingPort() : socket_(bound_socket(SOCK_STREAM, 0)) {
    listen(socket_, 0);
    for (int& filler : fillers_) {
      filler = connect_without_waiting(port());
    }
  }
  DroppingPort(const DroppingPort&) = delete;
  DroppingPort& operator=(const DroppingPort&) = delete;
  ~DroppingPort() {
    for (const int filler : fillers_) {
      close(filler);
    }
    close(socket_);
  }
  std::uint16_t port() const { return port_of(socket_); }

 private:
  int socket_;
  std::array<int, 2> fillers_{};
};

}  // namespace

// The members end in the reverse of this order: threads first, then what they use.
struct Server::Impl {
  Impl(const Scenario& scenario, std::uint16_t plain_port)
      : service(load_world(scenario.world, scenario.name + ".json#/world")),
        identities(service.network(), service.now()),
        tls(0,
            service.network().tls_port,
            [this](Wire& wire) { serve_connection(wire, service, identities, Port::tls); }),
        plain(plain_port,
              service.network().plain_port,
              [this](Wire& wire) { serve_connection(wire, service, identities, Port::plain); }),
        dns(service.network().dns, [this](const std::string& name) { service.heard_of(name); }) {
    for (const auto& [address, table] : service.network().resolvers) {
      const DnsServer& server = resolvers.emplace_back(
          table, [this](const std::string& name) { service.heard_of(name); });
      endpoints.resolver_ports[address] = server.port();
    }
    for (const auto& [address, behaviour] : service.network().addresses) {
      if (behaviour != "listen") {
        endpoints.addresses[address] = stand_in(behaviour);
      }
    }
    endpoints.tls_port = tls.port();
    endpoints.plain_port = plain.port();
    endpoints.dns_port = dns.port();
    endpoints.refused_port = refused.port();
    endpoints.ca_pem = identities.authority_pem();
    endpoints.ca_is_public = service.network().tls.is_public;
    endpoints.signer_file = service.network().tls.authority_file;
    endpoints.signer_pem = identities.signer_pem();
  }

  std::string stand_in(const std::string& behaviour) {
    if (behaviour == "no_route") {
      return "127.255.255.255:443";  // connecting to a broadcast address fails at once
    }
    if (behaviour == "drop") {
      return fmt::format("127.0.0.1:{}", dropping.emplace_back().port());
    }
    return fmt::format("127.0.0.1:{}", refused.port());
  }

  Service service;
  TlsIdentities identities;
  RefusedPort refused;
  Listener tls;
  Listener plain;
  DnsServer dns;
  std::list<DnsServer> resolvers;
  std::list<DroppingPort> dropping;
  Endpoints endpoints;
};

Server::Server(const Scenario& scenario, std::uint16_t plain_port)
    : impl_(std::make_unique<Impl>(scenario, plain_port)) {}

Server::~Server() = default;

const Endpoints& Server::endpoints() const {
  return impl_->endpoints;
}

std::vector<Recorded> Server::recorded() const {
  return impl_->service.recorded();
}

std::vector<std::string> Server::names() const {
  return impl_->service.names();
}

}  // namespace doctor::mock
