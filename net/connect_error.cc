#include "net/connect_error.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include <arpa/inet.h>
#include <linux/errqueue.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace doctor::net {
namespace {

bool is_prohibition(const sock_extended_err& error) {
  constexpr std::array<int, 3> v4_codes{9, 10, 13};  // RFC 1122, 3.2.2.1; RFC 1812, 5.2.7.1
  constexpr std::array<int, 3> v6_codes{1, 5, 6};    // RFC 4443, 3.1
  constexpr int unreachable_v4 = 3;
  constexpr int unreachable_v6 = 1;
  return (error.ee_origin == SO_EE_ORIGIN_ICMP && error.ee_type == unreachable_v4 &&
          std::ranges::find(v4_codes, error.ee_code) != v4_codes.end()) ||
         (error.ee_origin == SO_EE_ORIGIN_ICMP6 && error.ee_type == unreachable_v6 &&
          std::ranges::find(v6_codes, error.ee_code) != v6_codes.end());
}

std::string text_of(const sockaddr_in6& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.sin6_family == AF_INET) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(&address);  // NOLINT(*-reinterpret-cast)
    inet_ntop(AF_INET, &v4->sin_addr, text.data(), text.size());
  } else if (address.sin6_family == AF_INET6) {
    inet_ntop(AF_INET6, &address.sin6_addr, text.data(), text.size());
  }
  return text.data();
}

}  // namespace

std::string outcome_of(int error, bool at_once) {
  switch (error) {
    case ECONNREFUSED:
      return "refused";
    case ECONNRESET:
      return "reset";
    case ETIMEDOUT:
      return "timeout";
    case ENETUNREACH:
      return at_once ? "no_route" : "net_unreachable";
    case ENETDOWN:
      return "interface_down";
    case EADDRNOTAVAIL:
      return "no_route";
    case EACCES:
    case EPERM:
      return at_once ? "prohibited_here" : "prohibited";
    default:  // a route of the kind "unreachable" or "blackhole", or a router's word
      return at_once ? "no_route" : "host_unreachable";
  }
}

void keep_words(int socket, int family, bool keep) {
  const int on = keep ? 1 : 0;
  if (family == 6) {
    ::setsockopt(socket, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof(on));
  } else {
    ::setsockopt(socket, IPPROTO_IP, IP_RECVERR, &on, sizeof(on));
  }
}

Word word_about(int socket) {
  constexpr std::size_t room = 512;
  std::array<char, room> control{};
  std::array<char, room> packet{};
  iovec part{.iov_base = packet.data(), .iov_len = packet.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  if (::recvmsg(socket, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) {
    return {};
  }
  for (cmsghdr* one = CMSG_FIRSTHDR(&message); one != nullptr; one = CMSG_NXTHDR(&message, one)) {
    const bool v4 = one->cmsg_level == IPPROTO_IP && one->cmsg_type == IP_RECVERR;
    const bool v6 = one->cmsg_level == IPPROTO_IPV6 && one->cmsg_type == IPV6_RECVERR;
    constexpr std::size_t least = CMSG_LEN(sizeof(sock_extended_err) + sizeof(sockaddr_in));
    if ((v4 || v6) && one->cmsg_len >= least) {
      sock_extended_err error{};
      sockaddr_in6 offender{};
      std::memcpy(&error, CMSG_DATA(one), sizeof(error));
      std::memcpy(&offender,
                  CMSG_DATA(one) + sizeof(error),
                  std::min(sizeof(offender), one->cmsg_len - CMSG_LEN(sizeof(error))));
      return {.prohibited = is_prohibition(error), .said_by = text_of(offender)};
    }
  }
  return {};
}

}  // namespace doctor::net
