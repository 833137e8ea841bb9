#include "mock/wire.h"

#include <algorithm>
#include <cerrno>
#include <climits>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace doctor::mock {

Wire::Wire(int socket) : socket_(socket) {
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

Wire::~Wire() {
  close_socket();
}

int Wire::accept_tls(SSL_CTX* context, void* note) {
  tls_.reset(SSL_new(context));
  SSL_set_app_data(tls_.get(), note);
  SSL_set_fd(tls_.get(), socket_);
  ERR_clear_error();
  const int result = SSL_accept(tls_.get());
  const int error = SSL_get_error(tls_.get(), result);
  broken_ = error != SSL_ERROR_NONE;
  return error;
}

std::size_t Wire::read(std::span<char> into) {
  for (;;) {
    ssize_t got = 0;
    if (tls_) {
      ERR_clear_error();
      got = SSL_read(
          tls_.get(), into.data(), static_cast<int>(std::min<std::size_t>(into.size(), INT_MAX)));
    } else {
      got = recv(socket_, into.data(), into.size(), 0);
    }
    if (got > 0) {
      return static_cast<std::size_t>(got);
    }
    if (tls_ || got == 0 || errno != EINTR) {
      return 0;
    }
  }
}

bool Wire::write(std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t put = 0;
    if (tls_) {
      ERR_clear_error();
      put = SSL_write(
          tls_.get(), bytes.data(), static_cast<int>(std::min<std::size_t>(bytes.size(), INT_MAX)));
      broken_ = broken_ || put <= 0;
    } else {
      put = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    }
    if (put <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

bool Wire::idle(std::chrono::milliseconds time) {
  pollfd end{.fd = socket_, .events = POLLRDHUP, .revents = 0};
  return poll(&end, 1, static_cast<int>(time.count())) == 0;
}

void Wire::idle_until_end() {
  pollfd end{.fd = socket_, .events = POLLRDHUP, .revents = 0};
  while (poll(&end, 1, -1) < 0 && errno == EINTR) {
  }
}

void Wire::await_bytes() {
  pollfd bytes{.fd = socket_, .events = POLLIN | POLLRDHUP, .revents = 0};
  while (poll(&bytes, 1, -1) < 0 && errno == EINTR) {
  }
}

void Wire::finish() {
  if (socket_ < 0) {
    return;
  }
  if (tls_ && !broken_) {
    ERR_clear_error();
    SSL_shutdown(tls_.get());
  }
  shutdown(socket_, SHUT_WR);
  close_socket();
}

void Wire::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  close_socket();
}

void Wire::interrupt() {
  const std::lock_guard lock(closing_);
  if (socket_ >= 0) {
    shutdown(socket_, SHUT_RDWR);
  }
}

void Wire::close_socket() {
  tls_.reset();  // it must not write to whoever gets this descriptor next
  const std::lock_guard lock(closing_);
  if (socket_ >= 0) {
    close(socket_);
    socket_ = -1;
  }
}

}  // namespace doctor::mock
