#include "mock/listening.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mock/mock.h"

namespace doctor::mock {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// Writing to a closed connection through OpenSSL raises SIGPIPE; here it is an error code.
void ignore_broken_pipes() {
  sigset_t pipes;
  sigemptyset(&pipes);
  sigaddset(&pipes, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipes, nullptr);
}

}  // namespace

int bound_socket(int type, std::uint16_t port) {
  const int made = socket(AF_INET, type | SOCK_CLOEXEC, 0);
  if (port != 0) {
    const int on = 1;
    setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  }
  const sockaddr_in address = loopback(port);
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);  // NOLINT(*-reinterpret-cast)
  if (made < 0 || bind(made, generic, sizeof(address)) != 0) {
    close(made);
    throw ScenarioError(fmt::format("127.0.0.1:{} is not to be had", port));
  }
  return made;
}

std::uint16_t port_of(int socket) {
  sockaddr_in address{};
  socklen_t length = sizeof(address);
  getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length);  // NOLINT
  return ntohs(address.sin_port);
}

int connect_without_waiting(std::uint16_t port) {
  const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const sockaddr_in address = loopback(port);
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);  // NOLINT(*-reinterpret-cast)
  static_cast<void>(connect(made, generic, sizeof(address)));  // in progress; poll() tells the end
  return made;
}

bool wait_readable(int socket, int stop) {
  std::array<pollfd, 2> waits{{{.fd = socket, .events = POLLIN, .revents = 0},
                               {.fd = stop, .events = POLLIN, .revents = 0}}};
  while (poll(waits.data(), waits.size(), -1) < 0 && errno == EINTR) {
  }
  return waits[1].revents == 0;
}

void wake(int stop) {
  const std::uint64_t one = 1;
  while (write(stop, &one, sizeof(one)) < 0 && errno == EINTR) {
  }
}

Listener::Listener(std::uint16_t port, std::string behaviour, Serve serve)
    : behaviour_(std::move(behaviour)),
      serve_(std::move(serve)),
      socket_(bound_socket(SOCK_STREAM, port)),
      stop_(eventfd(0, EFD_CLOEXEC)),
      port_(port_of(socket_)) {
  if (behaviour_ != "refuse") {
    listen(socket_, SOMAXCONN);
    thread_ = std::thread([this] { accept_all(); });
  }
}

Listener::~Listener() {
  wake(stop_);
  if (thread_.joinable()) {
    thread_.join();
  }
  for (Connection& connection : connections_) {
    connection.wire.interrupt();
  }
  for (Connection& connection : connections_) {
    connection.thread.join();
  }
  close(socket_);
  close(stop_);
}

void Listener::accept_all() {
  ignore_broken_pipes();
  while (wait_readable(socket_, stop_)) {
    const int accepted = accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
    if (accepted >= 0) {
      join_finished();
      start(accepted);
    }
  }
}

void Listener::start(int socket) {
  Connection& connection = connections_.emplace_back(socket);
  connection.thread = std::thread([this, &connection] { run(connection); });
}

void Listener::run(Connection& connection) const {
  if (behaviour_ == "reset") {
    connection.wire.await_bytes();  // sooner, the peer might not even have seen the connection made
    connection.wire.reset();
  } else if (behaviour_ == "silent") {
    connection.wire.idle_until_end();
  } else {
    serve_(connection.wire);
  }
  connection.wire.finish();
  connection.done = true;
}

void Listener::join_finished() {
  for (auto it = connections_.begin(); it != connections_.end();) {
    if (it->done) {
      it->thread.join();
      it = connections_.erase(it);
    } else {
      ++it;
    }
  }
}

}  // namespace doctor::mock
