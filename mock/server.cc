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
        dns(service.network(), [this](const std::string& name) { service.heard_of(name); }) {
    endpoints = {.tls_port = tls.port(),
                 .plain_port = plain.port(),
                 .dns_port = dns.port(),
                 .refused_port = refused.port(),
                 .ca_pem = identities.authority_pem()};
  }

  Service service;
  TlsIdentities identities;
  RefusedPort refused;
  Listener tls;
  Listener plain;
  DnsServer dns;
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
