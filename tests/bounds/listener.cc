#include "tests/bounds/listener.h"

#include <array>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace doctor::bounds {

std::string Connection::request() const {
  std::string out;
  std::array<char, 4096> buffer{};
  while (out.find("\r\n\r\n") == std::string::npos) {
    const ssize_t got = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (got <= 0) {
      return {};
    }
    out.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return out;
}

void Connection::write(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t put = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (put <= 0) {
      return;
    }
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
}

void Connection::idle() const {
  pollfd end{.fd = socket_, .events = POLLRDHUP, .revents = 0};
  ::poll(&end, 1, -1);
}

Listener::Listener(std::function<void(const Connection&)> serve)
    : serve_(std::move(serve)), socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);  // NOLINT(*-reinterpret-cast)
  if (::bind(socket_, generic, sizeof(address)) != 0 || ::listen(socket_, SOMAXCONN) != 0) {
    throw std::runtime_error{"no port"};
  }
  accepting_ = std::thread([this] { accept_all(); });
}

Listener::~Listener() {
  ::shutdown(socket_, SHUT_RDWR);  // ends accept
  accepting_.join();
  {
    const std::lock_guard lock{mutex_};
    for (const int socket : open_) {
      ::shutdown(socket, SHUT_RDWR);
    }
  }
  for (std::thread& thread : serving_) {
    thread.join();
  }
  ::close(socket_);
}

std::string Listener::url() const {
  sockaddr_in address{};
  socklen_t length = sizeof(address);
  ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length);  // NOLINT
  return "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
}

void Listener::accept_all() {
  for (;;) {
    const int accepted = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
    if (accepted < 0) {
      return;
    }
    const std::lock_guard lock{mutex_};
    const auto place = open_.insert(open_.end(), accepted);
    serving_.emplace_back([this, place, accepted] {
      serve_(Connection{accepted});
      const std::lock_guard ending{mutex_};
      open_.erase(place);
      ::close(accepted);
    });
  }
}

}  // namespace doctor::bounds
