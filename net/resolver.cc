#include "net/resolver.h"

#include <algorithm>
#include <array>
#include <list>
#include <string_view>
#include <utility>

#include <ares.h>
#include <arpa/inet.h>
#include <netdb.h>
#include <sys/time.h>

#include "api/url.h"

namespace doctor::net {
namespace {

std::string word_for(int status) {
  switch (status) {
    case ARES_SUCCESS:
      return "ok";
    case ARES_ENOTFOUND:
      return "nxdomain";
    case ARES_ENODATA:
      return "nodata";
    case ARES_ESERVFAIL:
      return "servfail";
    case ARES_EREFUSED:
      return "refused";
    case ARES_ETIMEOUT:
      return "timeout";
    case ARES_ECONNREFUSED:
      return "unreachable";
    case ARES_ECANCELLED:
    case ARES_EDESTRUCTION:
      return "timeout";
    default:
      return "malformed";
  }
}

/// The failure of a lookup whose two families ended as given. A family without records is none.
Failure failure_of(const DnsReply& reply) {
  if (!reply.addresses.empty()) {
    return Failure::none;
  }
  const std::array<std::string_view, 2> words{reply.status_a, reply.status_aaaa};
  const auto either = [&](std::string_view word) {
    return std::ranges::count(words, word) > 0;
  };
  if (either("nxdomain") || reply.status_a == "nodata" ||
      (reply.status_a.empty() && reply.status_aaaa == "nodata")) {
    return Failure::name_not_found;
  }
  if (either("timeout")) {
    return Failure::name_timeout;
  }
  if (either("unreachable")) {
    return Failure::no_resolver;
  }
  return Failure::name_server;
}

struct Lookup {
  DnsReply reply;
  Resolver::Done done;
  int outstanding = 0;
};

/// One family's query; given to c-ares as its argument.
struct Query {
  Lookup* lookup = nullptr;
  bool v6 = false;
  bool used = false;
};

void collect(const ares_addrinfo& found, DnsReply& reply) {
  for (const ares_addrinfo_node* node = found.nodes; node != nullptr; node = node->ai_next) {
    std::array<char, NI_MAXHOST> text{};
    if (getnameinfo(node->ai_addr,
                    node->ai_addrlen,
                    text.data(),
                    text.size(),
                    nullptr,
                    0,
                    NI_NUMERICHOST) == 0) {
      reply.addresses.push_back({.address = text.data(),
                                 .family = node->ai_family == AF_INET6 ? 6 : 4,
                                 .ttl = node->ai_ttl});
    }
  }
  for (const ares_addrinfo_cname* name = found.cnames; name != nullptr; name = name->next) {
    if (name->name != nullptr) {
      reply.canonical_names.emplace_back(name->name);
    }
  }
}

void on_found(void* argument, int status, int /*timeouts*/, ares_addrinfo* found) {
  auto& query = *static_cast<Query*>(argument);
  Lookup& lookup = *query.lookup;
  query.used = true;
  (query.v6 ? lookup.reply.status_aaaa : lookup.reply.status_a) = word_for(status);
  if (found != nullptr) {
    collect(*found, lookup.reply);
    ares_freeaddrinfo(found);
  }
  --lookup.outstanding;
}

}  // namespace

struct Resolver::Impl {
  ares_channel channel = nullptr;
  ares_channel files = nullptr;  ///< the hosts file alone, so that an override can be told apart
  int family = 0;
  std::vector<std::string> servers;
  std::list<Lookup> lookups;  // lists: c-ares keeps pointers to the elements
  std::list<Query> queries;

  void start(Lookup& lookup, ares_channel where, const std::string& host);
  void finish();
};

namespace {

ares_channel open_channel(const Resolver::Options& options, const char* lookups) {
  ares_options settings{};
  std::string order{lookups};
  settings.flags = ARES_FLAG_NOCHECKRESP;  // keeps REFUSED apart from unreachable
  settings.timeout = static_cast<int>(options.timeout.count());
  settings.tries = 2;
  settings.lookups = order.data();
  ares_channel channel = nullptr;
  if (ares_init_options(&channel,
                        &settings,
                        ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS) !=
      ARES_SUCCESS) {
    return nullptr;
  }
  return channel;
}

std::vector<std::string> servers_of(ares_channel channel) {
  std::vector<std::string> out;
  ares_addr_port_node* servers = nullptr;
  if (channel != nullptr && ares_get_servers_ports(channel, &servers) == ARES_SUCCESS) {
    for (const ares_addr_port_node* node = servers; node != nullptr; node = node->next) {
      std::array<char, INET6_ADDRSTRLEN> text{};
      inet_ntop(node->family, &node->addr, text.data(), text.size());
      out.emplace_back(text.data());
    }
    ares_free_data(servers);
  }
  return out;
}

}  // namespace

Resolver::Resolver(const Options& options) : impl_(std::make_unique<Impl>()) {
  impl_->family = options.family;
  impl_->channel = open_channel(options, "b");
  impl_->files = open_channel(options, "f");
  if (impl_->channel != nullptr && !options.server.empty()) {
    ares_set_servers_ports_csv(impl_->channel, options.server.c_str());
    impl_->servers = {options.server};
  } else {
    impl_->servers = servers_of(impl_->channel);
  }
}

Resolver::~Resolver() {
  for (Lookup& lookup : impl_->lookups) {
    lookup.done = nullptr;  // whoever asked is going away as well
  }
  if (impl_->channel != nullptr) {
    ares_destroy(impl_->channel);
  }
  if (impl_->files != nullptr) {
    ares_destroy(impl_->files);
  }
}

void Resolver::Impl::start(Lookup& lookup, ares_channel where, const std::string& host) {
  ares_addrinfo_hints hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = ARES_AI_CANONNAME;
  std::vector<Query*> started;
  for (const bool v6 : {false, true}) {
    if (family == 0 || (family == 6) == v6) {
      started.push_back(&queries.emplace_back(Query{.lookup = &lookup, .v6 = v6}));
    }
  }
  lookup.outstanding += static_cast<int>(started.size());
  for (Query* query : started) {
    hints.ai_family = query->v6 ? AF_INET6 : AF_INET;
    ares_getaddrinfo(where, host.c_str(), nullptr, &hints, on_found, query);
  }
}

void Resolver::Impl::finish() {
  for (auto lookup = lookups.begin(); lookup != lookups.end();) {
    if (lookup->outstanding > 0) {
      ++lookup;
      continue;
    }
    Lookup& ended = *lookup;
    queries.remove_if([&ended](const Query& query) { return query.lookup == &ended; });
    const Done done = std::move(lookup->done);
    const DnsReply reply = std::move(lookup->reply);
    lookup = lookups.erase(lookup);
    if (done) {
      done(reply, failure_of(reply));
      lookup = lookups.begin();  // `done` may have started another lookup
    }
  }
}

void Resolver::resolve(const std::string& host, Done done) {
  if (api::is_ip_literal(host)) {
    DnsReply reply{.addresses = {{.address = host,
                                  .family = host.find(':') == std::string::npos ? 4 : 6,
                                  .ttl = -1}},
                   .status_a = "literal",
                   .status_aaaa = "literal"};
    done(reply, Failure::none);
    return;
  }
  if (impl_->channel == nullptr || impl_->files == nullptr) {
    done(DnsReply{.status_a = "unreachable", .status_aaaa = "unreachable"}, Failure::no_resolver);
    return;
  }
  Lookup& lookup = impl_->lookups.emplace_back();
  impl_->start(lookup, impl_->files, host);
  if (!lookup.reply.addresses.empty()) {
    lookup.reply.status_a = "hosts";
    lookup.reply.status_aaaa = "hosts";
    lookup.done = std::move(done);
    impl_->finish();
    return;
  }
  lookup.reply = DnsReply{.resolvers = impl_->servers};
  lookup.done = std::move(done);
  impl_->start(lookup, impl_->channel, host);
  impl_->finish();
}

bool Resolver::idle() const {
  return impl_->lookups.empty();
}

void Resolver::wait_for(std::vector<curl_waitfd>& sockets, std::chrono::milliseconds& limit) const {
  if (impl_->channel == nullptr || idle()) {
    return;
  }
  std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> open{};
  const auto ready =
      static_cast<unsigned>(ares_getsock(impl_->channel, open.data(), ARES_GETSOCK_MAXNUM));
  for (unsigned i = 0; i < ARES_GETSOCK_MAXNUM; ++i) {
    const bool readable = (ready & (1U << i)) != 0U;
    const bool writable = (ready & (1U << (i + ARES_GETSOCK_MAXNUM))) != 0U;
    if (readable || writable) {
      const int events = (readable ? CURL_WAIT_POLLIN : 0) | (writable ? CURL_WAIT_POLLOUT : 0);
      sockets.push_back({.fd = open.at(i), .events = static_cast<short>(events), .revents = 0});
    }
  }
  timeval most{.tv_sec = limit.count() / 1000, .tv_usec = limit.count() % 1000 * 1000};
  timeval room{};
  const timeval* next = ares_timeout(impl_->channel, &most, &room);
  limit = std::chrono::milliseconds{next->tv_sec * 1000 + (next->tv_usec + 999) / 1000};
}

void Resolver::process(const std::vector<curl_waitfd>& sockets) {
  if (impl_->channel == nullptr) {
    return;
  }
  for (const curl_waitfd& socket : sockets) {
    const auto events = static_cast<unsigned>(socket.revents);
    const auto ready = [&](unsigned event) {
      return (events & event) != 0U ? socket.fd : ARES_SOCKET_BAD;
    };
    ares_process_fd(impl_->channel, ready(CURL_WAIT_POLLIN), ready(CURL_WAIT_POLLOUT));
  }
  if (!idle()) {
    ares_process_fd(impl_->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);  // timeouts
  }
  impl_->finish();
}

void Resolver::cancel() {
  if (impl_->channel != nullptr) {
    ares_cancel(impl_->channel);
    impl_->finish();
  }
}

}  // namespace doctor::net
