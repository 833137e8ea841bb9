#include "net/resolver.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "api/ip_rule.h"
#include "api/url.h"
#include "net/name_server.h"

namespace doctor::net {
namespace {

using Clock = std::chrono::steady_clock;

/// How long a good answer waits for the other family's (RFC 8305, 3).
constexpr std::chrono::milliseconds other_family{50};

/// How long the first resolver's answer is kept back for what the others say, at least.
constexpr std::chrono::milliseconds other_resolvers{200};

double ms_between(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

/// One resolver, asked for one name.
struct Asked {
  ResolverReply reply;
  int open = 0;                    ///< families without an answer
  std::optional<double> first_ms;  ///< its first answer
  bool denies() const { return open == 0 && reply.addresses.empty() && says("nxdomain", "nodata"); }
  bool says(std::string_view word, std::string_view other) const {
    const auto is = [&](const std::string& status) {
      return status == word || status == other || status.empty();
    };
    return is(reply.status_a) && is(reply.status_aaaa);
  }
};

/// One name of those a client would try for the host.
struct Name {
  std::string text;
  bool started = false;
  Clock::time_point start = {};
  std::vector<Asked> asked = {};
};

struct Lookup {
  std::vector<Name> names;
  std::size_t exact = 0;     ///< which of them is the host itself
  std::size_t resolved = 0;  ///< which of them `fixed` is about
  Clock::time_point start = Clock::now();
  Resolver::Done done = nullptr;
  std::optional<DnsReply> fixed = std::nullopt;  ///< as it was passed on
};

enum class Stage { open, found, missing };

/// How far a name is, and when to look again.
struct Judged {
  Stage stage = Stage::open;
  std::optional<Clock::time_point> again = std::nullopt;
};

Judged judge(const Name& name, Clock::time_point now) {
  std::optional<Clock::time_point> again;
  bool all_ended = true;
  const auto due = [&](double since_ms, double grace_ms) {
    const auto at =
        name.start + std::chrono::ceil<Clock::duration>(
                         std::chrono::duration<double, std::milli>(since_ms + grace_ms));
    again = again ? std::min(*again, at) : at;
    return now >= at;
  };
  const auto grace = static_cast<double>(other_family.count());
  for (const Asked& one : name.asked) {
    if (!one.reply.addresses.empty() && (one.open == 0 || due(one.first_ms.value_or(0), grace))) {
      return {.stage = Stage::found};
    }
  }
  for (const Asked& one : name.asked) {
    all_ended = all_ended && one.open == 0;
  }
  if (all_ended) {
    return {.stage = Stage::missing};
  }
  const bool known = std::ranges::any_of(
      name.asked, [](const Asked& one) { return !one.reply.addresses.empty(); });
  for (const Asked& one : name.asked) {
    // A denial is final for clients; the others get as long again to contradict it.
    if (!known && one.denies() && due(one.reply.ms, std::max(one.reply.ms, grace))) {
      return {.stage = Stage::missing};
    }
  }
  return {.stage = Stage::open, .again = again};
}

/// When a name's answers may be compared: at once when all came; the others get three times as long
/// as the first resolver took. Nothing while the first is open: it has a timeout of its own.
std::optional<Clock::time_point> settles_at(const Name& name) {
  const auto is_open = [](const Asked& one) {
    return one.open > 0;
  };
  if (std::ranges::none_of(name.asked, is_open)) {
    return name.start;
  }
  if (is_open(name.asked.front())) {
    return std::nullopt;
  }
  const std::chrono::duration<double, std::milli> first{name.asked.front().reply.ms};
  return name.start +
         std::max<Clock::duration>(std::chrono::ceil<Clock::duration>(3 * first), other_resolvers);
}

/// The resolver whose words describe a failed lookup best: a denial, an error, silence.
const Asked* spokesman(const Name& name) {
  for (const auto& words : std::array<std::array<std::string_view, 3>, 4>{
           {{"nxdomain", "nodata", "nodata"},
            {"servfail", "refused", "malformed"},
            {"timeout", "timeout", "timeout"},
            {"unreachable", "unreachable", "unreachable"}}}) {
    for (const Asked& one : name.asked) {
      const auto says = [&](const std::string& status) {
        return std::ranges::find(words, status) != words.end();
      };
      if (says(one.reply.status_a) || says(one.reply.status_aaaa)) {
        return &one;
      }
    }
  }
  return name.asked.empty() ? nullptr : &name.asked.front();
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
  return either("unreachable") || (words[0].empty() && words[1].empty()) ? Failure::no_resolver
                                                                         : Failure::name_server;
}

DnsReply reply_of(const Lookup& lookup, const Resolver::Options& options, const Name& name) {
  DnsReply reply{.resolver_configured = options.configured,
                 .resolved_as = name.text,
                 .ms = ms_between(lookup.start, Clock::now())};
  for (const Resolver::Server& server : options.servers) {
    reply.resolvers.push_back(server.name);
  }
  for (std::size_t i = 0; i < lookup.exact; ++i) {
    reply.search_suffixes.push_back(lookup.names[i].text);
  }
  for (const Asked& one : name.asked) {
    reply.by_resolver.push_back(one.reply);
  }
  const auto good = std::ranges::find_if(
      name.asked, [](const Asked& one) { return !one.reply.addresses.empty(); });
  const Asked* used = good != name.asked.end() ? &*good : spokesman(name);
  if (used != nullptr) {
    reply.addresses = used->reply.addresses;
    reply.canonical_names = used->reply.canonical_names;
    reply.status_a = used->reply.status_a;
    reply.status_aaaa = used->reply.status_aaaa;
    reply.authenticated = used->reply.authenticated;
  }
  return reply;
}

int family_of(const std::string& address) {
  return address.find(':') == std::string::npos ? 4 : 6;
}

/// A reply that no resolver was asked for.
DnsReply local_reply(const std::vector<std::string>& addresses, const std::string& word) {
  DnsReply reply{.status_a = word, .status_aaaa = word};
  for (const std::string& address : addresses) {
    reply.addresses.push_back({.address = address, .family = family_of(address), .ttl = -1});
  }
  return reply;
}

}  // namespace

struct Resolver::Impl {
  Options options;
  std::vector<std::unique_ptr<NameServer>> servers;
  std::map<std::string, Lookup> lookups;  // kept: the answers that come late are read from them

  void start(Name& name);
  static void receive(const Name& name, Asked& asked, int family, NameAnswer answer);
  Judged advance(Lookup& lookup);
  void advance_all();
};

Resolver::Resolver(Options options) : impl_(std::make_unique<Impl>()) {
  impl_->options = std::move(options);
  std::erase_if(impl_->options.servers, [this](const Server& server) {
    auto opened = std::make_unique<NameServer>(server.address, impl_->options.timeout);
    const bool usable = opened->usable();
    if (usable) {
      impl_->servers.push_back(std::move(opened));
    }
    return !usable;
  });
}

Resolver::~Resolver() = default;

void Resolver::Impl::start(Name& name) {
  name.started = true;
  name.start = Clock::now();
  for (const Server& server : options.servers) {
    name.asked.push_back(Asked{.reply = {.server = server.name}, .first_ms = std::nullopt});
  }
  for (std::size_t i = 0; i < servers.size(); ++i) {
    Asked& asked = name.asked[i];
    asked.open = options.family == 0 ? 2 : 1;
    for (const int family : {4, 6}) {
      if (options.family == 0 || options.family == family) {
        servers[i]->ask(name.text, family, [&name, &asked, family](NameAnswer answer) {
          receive(name, asked, family, std::move(answer));
        });
      }
    }
  }
}

void Resolver::Impl::receive(const Name& name, Asked& asked, int family, NameAnswer answer) {
  --asked.open;
  ResolverReply& reply = asked.reply;
  reply.ms = ms_between(name.start, Clock::now());
  asked.first_ms = asked.first_ms.value_or(reply.ms);
  (family == 6 ? reply.status_aaaa : reply.status_a) = std::move(answer.status);
  reply.authenticated = reply.authenticated || answer.authenticated;
  reply.addresses.insert(reply.addresses.end(), answer.addresses.begin(), answer.addresses.end());
  for (std::string& canonical : answer.canonical_names) {
    if (std::ranges::find(reply.canonical_names, canonical) == reply.canonical_names.end()) {
      reply.canonical_names.push_back(std::move(canonical));
    }
  }
}

/// Goes on as far as the answers allow: the first name with addresses, in the client's order.
Judged Resolver::Impl::advance(Lookup& lookup) {
  for (std::size_t i = 0; i < lookup.names.size(); ++i) {
    Name& name = lookup.names[i];
    if (!name.started) {
      start(name);
    }
    const Judged judged = judge(name, Clock::now());
    if (judged.stage == Stage::open) {
      return judged;
    }
    if (judged.stage == Stage::found) {
      lookup.resolved = i;
      lookup.fixed = reply_of(lookup, options, name);
      return judged;
    }
  }
  lookup.resolved = lookup.exact;
  lookup.fixed = reply_of(lookup, options, lookup.names[lookup.exact]);
  return {.stage = Stage::missing};
}

void Resolver::Impl::advance_all() {
  for (auto& entry : lookups) {
    Lookup& lookup = entry.second;
    if (lookup.done && advance(lookup).stage != Stage::open) {
      const Done done = std::exchange(lookup.done, nullptr);
      done(*lookup.fixed, failure_of(*lookup.fixed));
    }
  }
}

void Resolver::resolve(const std::string& host, Done done) {
  if (api::is_ip_literal(host)) {
    done(local_reply({host}, "literal"), Failure::none);
    return;
  }
  const std::string asked = api::ascii_host(host);
  std::vector<std::string> listed = hosts_file_addresses(impl_->options.hosts_file, asked);
  std::erase_if(listed, [this](const std::string& address) {
    return !api::is_ip_address(address) ||
           (impl_->options.family != 0 && impl_->options.family != family_of(address));
  });
  if (!listed.empty()) {
    done(local_reply(listed, "hosts"), Failure::none);
    return;
  }
  if (impl_->servers.empty()) {
    done(DnsReply{.status_a = "unreachable",
                  .status_aaaa = "unreachable",
                  .resolver_configured = impl_->options.configured},
         Failure::no_resolver);
    return;
  }
  Lookup& lookup = impl_->lookups[host];
  const std::vector<std::string> names = candidate_names(impl_->options.settings, asked);
  lookup.exact = static_cast<std::size_t>(std::ranges::find(names, asked) - names.begin());
  for (const std::string& name : names) {
    lookup.names.push_back({.text = name});
  }
  lookup.done = std::move(done);
  for (std::size_t i = 0; i <= lookup.exact; ++i) {
    impl_->start(lookup.names[i]);  // at once, so that suffixes cost no round trips
  }
  impl_->advance_all();
}

DnsReply Resolver::reply(const std::string& host) const {
  const auto found = impl_->lookups.find(host);
  if (found == impl_->lookups.end()) {
    return {};
  }
  const Lookup& lookup = found->second;
  DnsReply reply = reply_of(lookup, impl_->options, lookup.names[lookup.resolved]);
  return reply;
}

bool Resolver::settled(const std::string& host) const {
  const auto found = impl_->lookups.find(host);
  if (found == impl_->lookups.end()) {
    return true;
  }
  const auto due = settles_at(found->second.names[found->second.resolved]);
  return due && Clock::now() >= *due;
}

bool Resolver::forget(const std::string& host) {
  const auto found = impl_->lookups.find(host);
  if (found == impl_->lookups.end()) {
    return true;
  }
  const auto is_open = [](const Name& name) {
    return std::ranges::any_of(name.asked, [](const Asked& one) { return one.open > 0; });
  };
  if (found->second.done || std::ranges::any_of(found->second.names, is_open)) {
    return false;
  }
  impl_->lookups.erase(found);
  return true;
}

void Resolver::wait_for(std::vector<curl_waitfd>& sockets, std::chrono::milliseconds& limit) const {
  for (const auto& server : impl_->servers) {
    server->wait_for(sockets, limit);
  }
  const Clock::time_point now = Clock::now();
  const auto not_beyond = [&](std::optional<Clock::time_point> due) {
    if (due) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(*due - now);
      limit = std::clamp(left, std::chrono::milliseconds{0}, limit);
    }
  };
  for (auto& entry : impl_->lookups) {
    Lookup& lookup = entry.second;
    if (lookup.done) {
      const Judged judged = impl_->advance(lookup);
      not_beyond(judged.stage == Stage::open ? judged.again : now);
    } else if (const auto due = settles_at(lookup.names[lookup.resolved]); due && *due > now) {
      not_beyond(due);
    }
  }
}

void Resolver::process(const std::vector<curl_waitfd>& sockets) {
  for (const auto& server : impl_->servers) {
    server->process(sockets);
  }
  impl_->advance_all();
}

void Resolver::cancel() {
  for (auto& entry : impl_->lookups) {
    entry.second.done = nullptr;
  }
  for (const auto& server : impl_->servers) {
    server->cancel();
  }
}

}  // namespace doctor::net
