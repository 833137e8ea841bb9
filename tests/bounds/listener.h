#pragma once
// A TCP server of the test itself, for what needs to happen at a moment the test knows.

#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace doctor::bounds {

/// One accepted connection; it ends when its server function returns.
class Connection {
 public:
  explicit Connection(int socket) : socket_(socket) {}
  /// Reads to the empty line that ends a request's head; empty when the peer ended first.
  std::string request() const;
  void write(std::string_view bytes) const;
  /// Returns when the peer or the listener ends the connection.
  void idle() const;

 private:
  int socket_;
};

class Listener {
 public:
  /// `serve` runs for each connection, on a thread of its own.
  explicit Listener(std::function<void(const Connection&)> serve);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();
  /// `http://127.0.0.1:PORT`
  std::string url() const;

 private:
  void accept_all();

  std::function<void(const Connection&)> serve_;
  int socket_;
  std::mutex mutex_;
  std::list<int> open_;
  std::list<std::thread> serving_;
  std::thread accepting_;
};

}  // namespace doctor::bounds
