#include "net/name_server.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <ares.h>
#include <arpa/inet.h>
#include <netdb.h>
#include <openssl/rand.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "core/text.h"

namespace doctor::net {
namespace {

constexpr int class_in = 1;
constexpr int type_a = 1;
constexpr int type_aaaa = 28;
constexpr int header_bytes = 12;
constexpr unsigned char authentic_data = 0x20;  // in the header's fourth byte
constexpr unsigned char code_mask = 0x0f;

std::string word_for(int status) {
  switch (status) {
    case ARES_SUCCESS:
      return "ok";
    case ARES_ENODATA:
      return "nodata";
    case ARES_ETIMEOUT:
    case ARES_ECANCELLED:
    case ARES_EDESTRUCTION:
      return "timeout";
    case ARES_ECONNREFUSED:
      return "unreachable";
    default:
      return "malformed";
  }
}

std::string word_for_code(unsigned code) {
  switch (code) {
    case 0:
      return "ok";
    case 2:
      return "servfail";
    case 3:
      return "nxdomain";
    case 5:
      return "refused";
    default:
      return "malformed";
  }
}

void read_names(const hostent& host, const std::string& asked, NameAnswer& out) {
  const auto add = [&](const char* name) {
    if (name != nullptr && !equal_ignoring_case(name, asked)) {
      out.canonical_names.emplace_back(name);
    }
  };
  for (char** alias = host.h_aliases; alias != nullptr && *alias != nullptr; ++alias) {
    add(*alias);
  }
  add(host.h_name);
}

template <typename Record>
void read_records(int family, const std::vector<Record>& records, NameAnswer& out) {
  for (const Record& record : records) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (inet_ntop(family, &record, text.data(), text.size()) != nullptr) {
      out.addresses.push_back(
          {.address = text.data(), .family = family == AF_INET6 ? 6 : 4, .ttl = record.ttl});
    }
  }
}

/// The address stands first in both of c-ares's records.
NameAnswer read_answer(const std::string& asked, int family, unsigned char* bytes, int length) {
  constexpr std::size_t most = 32;
  NameAnswer out{.status = word_for_code(bytes[3] & code_mask)};
  out.authenticated = (bytes[3] & authentic_data) != 0;
  if (out.status != "ok") {
    return out;
  }
  hostent* host = nullptr;
  int count = most;
  int status = ARES_SUCCESS;
  if (family == 6) {
    std::vector<ares_addr6ttl> records(most);
    status = ares_parse_aaaa_reply(bytes, length, &host, records.data(), &count);
    records.resize(status == ARES_SUCCESS ? static_cast<std::size_t>(count) : 0);
    read_records(AF_INET6, records, out);
  } else {
    std::vector<ares_addrttl> records(most);
    status = ares_parse_a_reply(bytes, length, &host, records.data(), &count);
    records.resize(status == ARES_SUCCESS ? static_cast<std::size_t>(count) : 0);
    read_records(AF_INET, records, out);
  }
  if (host != nullptr) {
    read_names(*host, asked, out);
    ares_free_hostent(host);
  }
  out.status = status == ARES_SUCCESS && out.addresses.empty() ? "nodata" : word_for(status);
  return out;
}

}  // namespace

NameServer::NameServer(const std::string& address, std::chrono::milliseconds timeout) {
  ares_options settings{};
  std::string order{"b"};
  settings.flags = ARES_FLAG_NOCHECKRESP;  // keeps REFUSED apart from unreachable
  settings.timeout = static_cast<int>(timeout.count());
  settings.tries = 2;
  settings.lookups = order.data();
  if (ares_init_options(&channel_,
                        &settings,
                        ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS) !=
      ARES_SUCCESS) {
    channel_ = nullptr;
  } else if (ares_set_servers_ports_csv(channel_, address.c_str()) != ARES_SUCCESS) {
    ares_destroy(std::exchange(channel_, nullptr));
  }
}

NameServer::~NameServer() {
  for (Question& question : questions_) {
    question.done = nullptr;  // whoever asked is going away as well
  }
  if (channel_ != nullptr) {
    ares_destroy(channel_);
  }
}

void NameServer::on_answer(void* argument, int status, int, unsigned char* bytes, int length) {
  auto& question = *static_cast<Question*>(argument);
  const Done done = std::exchange(question.done, nullptr);
  if (!done) {
    return;
  }
  if (status == ARES_SUCCESS && bytes != nullptr && length >= header_bytes) {
    done(read_answer(question.name, question.family, bytes, length));
  } else {
    done({.status = word_for(status == ARES_SUCCESS ? ARES_EBADRESP : status)});
  }
}

void NameServer::ask(const std::string& name, int family, Done done) {
  std::array<unsigned char, 2> random{};
  RAND_bytes(random.data(), random.size());
  unsigned char* query = nullptr;
  int length = 0;
  const int made = ares_create_query(name.c_str(),
                                     class_in,
                                     family == 6 ? type_aaaa : type_a,
                                     static_cast<unsigned short>(random[0] << 8U | random[1]),
                                     1,
                                     &query,
                                     &length,
                                     0);
  if (made != ARES_SUCCESS || length < header_bytes) {
    done({.status = "malformed"});
    return;
  }
  query[3] |= authentic_data;  // asks for the AD bit in the answer (RFC 6840, 5.7)
  questions_.push_back({.name = name, .family = family, .done = std::move(done)});
  ares_send(channel_, query, length, on_answer, &questions_.back());
  ares_free_string(query);
}

void NameServer::wait_for(std::vector<curl_waitfd>& sockets, std::chrono::milliseconds& limit) {
  watched_.clear();
  std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> open{};
  const auto ready =
      static_cast<unsigned>(ares_getsock(channel_, open.data(), ARES_GETSOCK_MAXNUM));
  for (unsigned i = 0; i < ARES_GETSOCK_MAXNUM; ++i) {
    const bool readable = (ready & (1U << i)) != 0U;
    const bool writable = (ready & (1U << (i + ARES_GETSOCK_MAXNUM))) != 0U;
    if (readable || writable) {
      const int events = (readable ? CURL_WAIT_POLLIN : 0) | (writable ? CURL_WAIT_POLLOUT : 0);
      sockets.push_back({.fd = open.at(i), .events = static_cast<short>(events), .revents = 0});
      watched_.push_back(open.at(i));
    }
  }
  timeval most{.tv_sec = limit.count() / 1000, .tv_usec = limit.count() % 1000 * 1000};
  timeval room{};
  const timeval* next = ares_timeout(channel_, &most, &room);
  limit = std::chrono::milliseconds{next->tv_sec * 1000 + (next->tv_usec + 999) / 1000};
}

void NameServer::process(const std::vector<curl_waitfd>& sockets) {
  for (const curl_waitfd& socket : sockets) {
    if (std::ranges::find(watched_, socket.fd) == watched_.end()) {
      continue;
    }
    // Read in any case: libcurl's poll does not tell of an error, such as a closed port.
    const bool writable = (static_cast<unsigned>(socket.revents) & CURL_WAIT_POLLOUT) != 0U;
    ares_process_fd(channel_, socket.fd, writable ? socket.fd : ARES_SOCKET_BAD);
  }
  ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);  // timeouts
  questions_.remove_if([](const Question& question) { return !question.done; });
}

void NameServer::cancel() {
  ares_cancel(channel_);
  questions_.clear();
}

}  // namespace doctor::net
