// The dialler against loopback sockets: every address tried once, the first that stands used, in
// the order of RFC 8305.

#include "net/dialer.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace doctor::net {
namespace {

using testing::ElementsAre;

/// A port of 127.0.0.1. Bound alone, it refuses connections and nobody else gets it.
class Port {
 public:
  explicit Port(bool listens) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof(at);
    auto* generic = reinterpret_cast<sockaddr*>(&at);  // NOLINT(*-reinterpret-cast)
    EXPECT_EQ(::bind(socket_, generic, length), 0);
    EXPECT_EQ(::getsockname(socket_, generic, &length), 0);
    if (listens) {
      EXPECT_EQ(::listen(socket_, 8), 0);
    }
    number_ = ntohs(at.sin_port);
  }
  Port(const Port&) = delete;
  Port& operator=(const Port&) = delete;
  ~Port() { ::close(socket_); }

  Dialer::Target as(std::string address) const {
    return {.address = std::move(address), .host = "127.0.0.1", .port = number_};
  }
  int connections() const {
    int count = 0;
    for (pollfd one{.fd = socket_, .events = POLLIN, .revents = 0}; ::poll(&one, 1, 0) > 0;) {
      ::close(::accept(socket_, nullptr, nullptr));
      ++count;
    }
    return count;
  }

 private:
  int socket_;
  std::uint16_t number_ = 0;
};

class Dialled : public testing::Test {
 protected:
  void dial(const std::vector<Dialer::Target>& targets) {
    dialer_.dial("api:443", targets, [this] { ++done_; });
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!dialer_.settled("api:443") && std::chrono::steady_clock::now() < end) {
      std::vector<curl_waitfd> sockets;
      std::chrono::milliseconds limit{100};
      dialer_.wait_for(sockets, limit);
      std::vector<pollfd> waits;
      for (const curl_waitfd& one : sockets) {
        waits.push_back({.fd = one.fd, .events = POLLOUT, .revents = 0});
      }
      ::poll(waits.data(), waits.size(), static_cast<int>(limit.count()));
      dialer_.process();
    }
    ASSERT_TRUE(dialer_.settled("api:443"));
    EXPECT_EQ(done_, 1);
    EXPECT_TRUE(dialer_.idle());
  }
  std::vector<std::string> lines() const {
    std::vector<std::string> out;
    for (const Connection& one : dialer_.results("api:443")) {
      out.push_back(one.address + " " + one.outcome);
    }
    return out;
  }

  Port open_{true};
  Port closed_{false};
  Dialer dialer_{std::chrono::milliseconds{4000}};
  int done_ = 0;
};

TEST_F(Dialled, TriesTheFamiliesInTurnAndEachAddressOnce) {
  dial({closed_.as("45.0.0.1"), open_.as("45.0.0.2"), closed_.as("2a0b::1"), open_.as("2a0b::2")});
  EXPECT_THAT(
      lines(),
      ElementsAre(
          "2a0b::1 refused", "45.0.0.1 refused", "2a0b::2 connected", "45.0.0.2 connected"));
  EXPECT_EQ(dialer_.winner("api:443"), "2a0b::2");
  EXPECT_EQ(open_.connections(), 2);
}

TEST_F(Dialled, GivesTheFirstConnectionAwayOnce) {
  dial({open_.as("45.0.0.1")});
  const int socket = dialer_.take("api:443");
  EXPECT_GE(socket, 0);
  EXPECT_EQ(dialer_.take("api:443"), -1);
  sockaddr_storage peer{};
  socklen_t length = sizeof(peer);
  EXPECT_EQ(::getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &length), 0);  // NOLINT
  ::close(socket);
}

TEST_F(Dialled, SaysSoWhenNoAddressStands) {
  dial({closed_.as("45.0.0.1"), closed_.as("2a0b::1")});
  EXPECT_EQ(dialer_.winner("api:443"), "");
  EXPECT_EQ(dialer_.take("api:443"), -1);
  EXPECT_THAT(lines(), ElementsAre("2a0b::1 refused", "45.0.0.1 refused"));
}

}  // namespace
}  // namespace doctor::net
