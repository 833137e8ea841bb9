#pragma once
// One accepted connection, plain or TLS, as blocking bytes. It belongs to its thread; only
// `interrupt` may be called by another.

#include <chrono>
#include <mutex>
#include <span>
#include <string_view>

#include "mock/openssl_handles.h"

namespace doctor::mock {

class Wire {
 public:
  /// Takes the socket.
  explicit Wire(int socket);
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  ~Wire();

  /// Speaks TLS from here on; `note` becomes the session's application data. The result is
  /// SSL_get_error's.
  int accept_tls(SSL_CTX* context, void* note);
  const SSL* tls() const { return tls_.get(); }
  /// Leaves TLS again: what follows goes out as it is.
  void drop_tls() { tls_.reset(); }

  /// How many bytes came; 0: the connection ended.
  std::size_t read(std::span<char> into);
  /// false: the connection ended.
  bool write(std::string_view bytes);
  /// Does nothing for so long; false when the connection ended meanwhile.
  bool idle(std::chrono::milliseconds time);
  /// Does nothing until the peer or the server ends the connection.
  void idle_until_end();
  /// Until the peer has sent something, or the connection ended.
  void await_bytes();
  /// An orderly end.
  void finish();
  /// Ends by TCP reset.
  void reset();
  /// Another thread ends the connection: every call above returns.
  void interrupt();

 private:
  void close_socket();

  int socket_;
  SessionHandle tls_;
  bool broken_ = false;  ///< TLS failed: no close_notify
  std::mutex closing_;
};

}  // namespace doctor::mock
