#include "net/dialer.h"

#include <algorithm>
#include <cerrno>
#include <map>
#include <optional>
#include <utility>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/connect_error.h"

namespace doctor::net {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds attempt_delay{250};  // RFC 8305, 5
constexpr std::chrono::milliseconds patience{2000};      // a lost SYN is repeated after one second

double ms_between(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

class Socket {
 public:
  explicit Socket(int number) : number_(number) {}
  Socket(Socket&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  int number() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

struct Attempt {
  Dialer::Target target;
  Connection result;
  Socket socket{-1};
  Clock::time_point started = {};
  bool open = false;
};

/// An address and port as connect() takes them.
struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t length = 0;
};

SocketAddress socket_address(const Dialer::Target& target, int family) {
  SocketAddress out;
  if (family == 6) {
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(target.port);
    inet_pton(AF_INET6, target.host.c_str(), &v6.sin6_addr);
    std::copy_n(reinterpret_cast<const char*>(&v6),  // NOLINT(*-reinterpret-cast)
                sizeof(v6),
                reinterpret_cast<char*>(&out.storage));  // NOLINT(*-reinterpret-cast)
    out.length = sizeof(v6);
  } else {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(target.port);
    inet_pton(AF_INET, target.host.c_str(), &v4.sin_addr);
    std::copy_n(reinterpret_cast<const char*>(&v4),  // NOLINT(*-reinterpret-cast)
                sizeof(v4),
                reinterpret_cast<char*>(&out.storage));  // NOLINT(*-reinterpret-cast)
    out.length = sizeof(v4);
  }
  return out;
}

int family_of(const std::string& address) {
  return address.find(':') == std::string::npos ? 4 : 6;
}

/// IPv6 first, then the families in turn (RFC 8305, 4).
std::vector<Dialer::Target> interleaved(const std::vector<Dialer::Target>& targets) {
  std::vector<Dialer::Target> out;
  std::vector<Dialer::Target> v4;
  std::vector<Dialer::Target> v6;
  for (const Dialer::Target& target : targets) {
    (family_of(target.address) == 6 ? v6 : v4).push_back(target);
  }
  for (std::size_t i = 0; i < std::max(v4.size(), v6.size()); ++i) {
    if (i < v6.size()) {
      out.push_back(v6[i]);
    }
    if (i < v4.size()) {
      out.push_back(v4[i]);
    }
  }
  return out;
}

struct Dial {
  std::vector<Attempt> attempts;
  std::size_t started = 0;  ///< so many of them
  Clock::time_point start = Clock::now();
  Clock::time_point next = {};  ///< when the next one starts
  std::string winner;
  int winner_socket = -1;
  Dialer::Done done;
};

}  // namespace

struct Dialer::Impl {
  std::chrono::milliseconds timeout{};
  std::map<std::string, Dial> dials;

  static void begin(Dial& dial);
  static void end(Dial& dial, Attempt& attempt, int error, bool at_once);
  void check(Dial& dial, Attempt& attempt) const;
  void advance(Dial& dial) const;
  static bool all_ended(const Dial& dial) {
    return dial.started == dial.attempts.size() &&
           std::ranges::none_of(dial.attempts, &Attempt::open);
  }
};

Dialer::Dialer(std::chrono::milliseconds timeout) : impl_(std::make_unique<Impl>()) {
  impl_->timeout = timeout;
}

Dialer::~Dialer() {
  for (auto& entry : impl_->dials) {
    const Socket unused{std::exchange(entry.second.winner_socket, -1)};
  }
}

void Dialer::Impl::end(Dial& dial, Attempt& attempt, int error, bool at_once) {
  attempt.open = false;
  attempt.result.ms = ms_between(attempt.started, Clock::now());
  attempt.result.outcome = error == 0 ? "connected" : outcome_of(error, at_once);
  Socket socket = std::move(attempt.socket);
  if (error == 0) {
    keep_words(socket.number(), attempt.result.family, false);  // a connection bears them
  } else if (!at_once && error != ETIMEDOUT) {
    Word word = word_about(socket.number());
    attempt.result.said_by = std::move(word.said_by);
    attempt.result.outcome = word.prohibited ? "prohibited" : attempt.result.outcome;
  }
  if (error == 0 && dial.winner.empty()) {
    dial.winner = attempt.result.address;
    dial.winner_socket = socket.release();
  }
  if (error != 0) {
    dial.next = Clock::now();  // the next one need not wait
  }
}

/// Starts the next attempt.
void Dialer::Impl::begin(Dial& dial) {
  Attempt& attempt = dial.attempts[dial.started++];
  const int family = family_of(attempt.target.host);
  attempt.started = Clock::now();
  attempt.result.started_ms = ms_between(dial.start, attempt.started);
  attempt.open = true;
  dial.next = attempt.started + attempt_delay;
  attempt.socket = Socket{::socket(
      family == 6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP)};
  const int number = attempt.socket.number();
  if (number < 0) {
    end(dial, attempt, errno == EAFNOSUPPORT ? ENETUNREACH : errno, true);
    return;
  }
  const int on = 1;
  ::setsockopt(number, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  keep_words(number, family, true);
  const SocketAddress to = socket_address(attempt.target, family);
  const auto* generic =
      reinterpret_cast<const sockaddr*>(&to.storage);  // NOLINT(*-reinterpret-cast)
  if (::connect(number, generic, to.length) == 0) {
    end(dial, attempt, 0, true);
  } else if (errno != EINPROGRESS) {
    end(dial, attempt, errno, true);
  }
}

void Dialer::Impl::check(Dial& dial, Attempt& attempt) const {
  pollfd ready{.fd = attempt.socket.number(), .events = POLLOUT, .revents = 0};
  if (::poll(&ready, 1, 0) > 0) {
    int error = 0;
    socklen_t length = sizeof(error);
    ::getsockopt(ready.fd, SOL_SOCKET, SO_ERROR, &error, &length);
    end(dial, attempt, error, false);
    return;
  }
  const auto waited = Clock::now() - (dial.winner.empty() ? dial.start : attempt.started);
  if (waited >= (dial.winner.empty() ? timeout : std::min(timeout, patience))) {
    end(dial, attempt, ETIMEDOUT, false);
  }
}

void Dialer::Impl::advance(Dial& dial) const {
  for (std::size_t i = 0; i < dial.started; ++i) {
    if (dial.attempts[i].open) {
      check(dial, dial.attempts[i]);
    }
  }
  while (dial.started < dial.attempts.size() &&
         (!dial.winner.empty() || Clock::now() >= dial.next)) {
    begin(dial);
  }
  if (dial.done && (!dial.winner.empty() || all_ended(dial))) {
    std::exchange(dial.done, nullptr)();
  }
}

void Dialer::dial(const std::string& key, const std::vector<Target>& targets, Done done) {
  Dial& dial = impl_->dials[key];
  dial.done = std::move(done);
  for (Target& target : interleaved(targets)) {
    Connection result{.address = target.address, .family = family_of(target.address)};
    dial.attempts.push_back({.target = std::move(target), .result = std::move(result)});
  }
  dial.next = Clock::now();
  impl_->advance(dial);
}

std::vector<Connection> Dialer::results(const std::string& key) const {
  std::vector<Connection> out;
  const auto found = impl_->dials.find(key);
  if (found != impl_->dials.end()) {
    for (const Attempt& attempt : found->second.attempts) {
      out.push_back(attempt.result);
    }
  }
  return out;
}

std::string Dialer::winner(const std::string& key) const {
  const auto found = impl_->dials.find(key);
  return found == impl_->dials.end() ? std::string{} : found->second.winner;
}

int Dialer::take(const std::string& key) {
  const auto found = impl_->dials.find(key);
  return found == impl_->dials.end() ? -1 : std::exchange(found->second.winner_socket, -1);
}

bool Dialer::settled(const std::string& key) const {
  const auto found = impl_->dials.find(key);
  return found == impl_->dials.end() || Impl::all_ended(found->second);
}

bool Dialer::idle() const {
  return std::ranges::none_of(impl_->dials,
                              [](const auto& entry) { return bool{entry.second.done}; });
}

bool Dialer::forget(const std::string& key) {
  const auto found = impl_->dials.find(key);
  if (found == impl_->dials.end()) {
    return true;
  }
  Dial& dial = found->second;
  if (dial.done || !Impl::all_ended(dial)) {
    return false;
  }
  const Socket unused{std::exchange(dial.winner_socket, -1)};
  impl_->dials.erase(found);
  return true;
}

void Dialer::wait_for(std::vector<curl_waitfd>& sockets, std::chrono::milliseconds& limit) const {
  const auto by = [&limit](Clock::time_point when) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(when - Clock::now());
    limit = std::clamp(left, std::chrono::milliseconds{0}, limit);
  };
  for (const auto& entry : impl_->dials) {
    const Dial& dial = entry.second;
    if (dial.started < dial.attempts.size()) {
      by(dial.next);
    }
    for (const Attempt& attempt : dial.attempts) {
      if (attempt.open) {
        sockets.push_back(
            {.fd = attempt.socket.number(), .events = CURL_WAIT_POLLOUT, .revents = 0});
        by(dial.winner.empty() ? dial.start + impl_->timeout : attempt.started + patience);
      }
    }
  }
}

void Dialer::process() {
  for (auto& entry : impl_->dials) {
    impl_->advance(entry.second);
  }
}

std::vector<int> local_families() {
  std::vector<int> out;
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) {
    return out;
  }
  for (const ifaddrs* one = list; one != nullptr; one = one->ifa_next) {
    if (one->ifa_addr == nullptr || (one->ifa_flags & IFF_UP) == 0U ||
        (one->ifa_flags & IFF_LOOPBACK) != 0U) {
      continue;
    }
    const int family = one->ifa_addr->sa_family;
    const auto* v6 = reinterpret_cast<const sockaddr_in6*>(one->ifa_addr);  // NOLINT
    const bool link_local = family == AF_INET6 && IN6_IS_ADDR_LINKLOCAL(&v6->sin6_addr);
    const int number = family == AF_INET6 ? 6 : 4;
    if ((family == AF_INET || family == AF_INET6) && !link_local &&
        std::ranges::find(out, number) == out.end()) {
      out.push_back(number);
    }
  }
  ::freeifaddrs(list);
  return out;
}

}  // namespace doctor::net
