#pragma once
// Loopback sockets, and threads that wait on them until told to stop.

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "mock/wire.h"

namespace doctor::mock {

/// A socket bound to 127.0.0.1; port 0 lets the system choose. Throws ScenarioError.
int bound_socket(int type, std::uint16_t port);
std::uint16_t port_of(int socket);
/// A socket that connects to a loopback port; the connection may never come about.
int connect_without_waiting(std::uint16_t port);
/// Blocks until `socket` has something (true) or `stop` was woken (false).
bool wait_readable(int socket, int stop);
void wake(int stop);

/// One TCP port and the threads of its connections. All end with it.
class Listener {
 public:
  using Serve = std::function<void(Wire&)>;
  /// Behaviour is `listen`, `refuse`, `reset` or `silent`; `serve` runs in a connection's thread.
  Listener(std::uint16_t port, std::string behaviour, Serve serve);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();
  std::uint16_t port() const { return port_; }

 private:
  struct Connection {
    explicit Connection(int socket) : wire(socket) {}
    Wire wire;
    std::atomic<bool> done{false};
    std::thread thread;
  };

  void accept_all();
  void start(int socket);
  void run(Connection& connection) const;
  void join_finished();

  std::string behaviour_;
  Serve serve_;
  int socket_;
  int stop_;
  std::uint16_t port_;
  std::list<Connection> connections_;  ///< touched by the accepting thread, then by the destructor
  std::thread thread_;
};

}  // namespace doctor::mock
