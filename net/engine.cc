#include "net/engine.h"

#include <algorithm>
#include <deque>
#include <list>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "api/url.h"
#include "net/resolver.h"

namespace doctor::net {
namespace {

/// libcurl's one-time initialisation, undone at the end of the program.
struct CurlLibrary {
  CurlLibrary() { curl_global_init(CURL_GLOBAL_DEFAULT); }
  CurlLibrary(const CurlLibrary&) = delete;
  CurlLibrary& operator=(const CurlLibrary&) = delete;
  ~CurlLibrary() { curl_global_cleanup(); }
};

struct CloseMulti {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

struct InFlight {
  std::size_t ticket = 0;
  HttpAsk ask;
  std::vector<std::string> addresses;
  std::unique_ptr<Transfer> transfer;
  Clock::time_point started;
};

struct Known {
  DnsReply reply;
  Failure failure = Failure::none;
};

std::string with_port(const std::string& server) {
  if (server.empty()) {
    return server;
  }
  const bool v6 = std::ranges::count(server, ':') > 1;
  const bool bracketed = server.front() == '[';
  if (v6 && !bracketed) {
    return fmt::format("[{}]:53", server);
  }
  const bool has_port =
      bracketed ? server.find("]:") != std::string::npos : server.find(':') != std::string::npos;
  return has_port ? server : server + ":53";
}

/// The resolvers that this run asks: the one that was given, else the machine's.
Resolver::Options resolver_options(const EngineOptions& options) {
  Resolver::Options out{.settings = read_resolv_conf(options.resolv_conf),
                        .hosts_file = options.hosts_file,
                        .family = options.ip_family};
  const Wiring& wiring = options.wiring;
  if (!wiring.active() && !options.resolver.empty()) {
    out.servers = {{.name = options.resolver, .address = with_port(options.resolver)}};
    return out;
  }
  out.configured =
      !out.settings.servers.empty() || (wiring.active() && options.resolv_conf.empty());
  std::vector<std::string> servers = out.settings.servers;
  if (servers.empty()) {
    servers = {"127.0.0.1"};  // where clients ask when nothing is configured
  }
  for (const std::string& server : servers) {
    const auto wired = wiring.resolvers.find(server);
    const std::string& mock = wired == wiring.resolvers.end() ? wiring.resolver : wired->second;
    out.servers.push_back({.name = server, .address = wiring.active() ? mock : with_port(server)});
  }
  return out;
}

Answer unsent(Failure failure, std::string why) {
  Answer answer;
  answer.failure = failure;
  answer.failure_text = std::move(why);
  return answer;
}

}  // namespace

struct Engine::Impl {
  EngineOptions options;
  Keyring keyring;
  Guard guard;
  CurlLibrary library;
  std::unique_ptr<CURLM, CloseMulti> multi{curl_multi_init()};
  Resolver resolver;
  Clock::time_point start = Clock::now();
  std::list<InFlight> in_flight;
  std::map<std::string, Known> names;                            // host → what its lookup gave
  std::map<std::string, std::vector<std::size_t>> name_tickets;  // DnsAsk waiting for it
  std::map<std::string, std::vector<std::pair<std::size_t, HttpAsk>>> name_asks;
  std::vector<std::pair<std::size_t, std::string>> late_asks;  // ticket, host
  std::deque<Completion> done;

  Impl(EngineOptions the_options, Keyring the_keyring)
      : options(std::move(the_options)),
        keyring(std::move(the_keyring)),
        guard(options.limits),
        resolver(resolver_options(options)) {
    // The first requests open a connection each rather than wait to learn whether the first one
    // multiplexes: over HTTP/1.1 that wait costs two round trips, over HTTP/2 nothing is lost.
    // Later ones wait their turn on those: a new connection would take three round trips.
    constexpr long connections = 4;
    curl_multi_setopt(multi.get(), CURLMOPT_MAX_HOST_CONNECTIONS, connections);
  }

  double now_ms() const {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  }
  bool stopped() const {
    return Clock::now() >= options.deadline ||
           (options.interrupted != nullptr && options.interrupted->load());
  }
  const Proxy& proxy_for(const HttpAsk& ask) const {
    return ask.endpoint.starts_with("mcp.") ? options.mcp_proxy : options.api_proxy;
  }
  bool needs_lookup(const HttpAsk& ask, const std::string& host) const {
    return proxy_for(ask).url.empty() && !options.wiring.active() && !api::is_ip_literal(host);
  }

  void lookup(const std::string& host);
  void looked_up(const std::string& host, const DnsReply& reply, Failure failure);
  void answer_name(std::size_t ticket, const std::string& host);
  void answer_late();
  void submit_http(std::size_t ticket, const HttpAsk& ask);
  void send(std::size_t ticket,
            const HttpAsk& ask,
            std::vector<std::string> addresses,
            bool fresh = false);
  void complete(std::size_t ticket, Answer answer);
  void poll();
  void collect();
  void finish(CURL* handle, CURLcode result);
  void give_up();
};

void Engine::Impl::complete(std::size_t ticket, Answer answer) {
  done.push_back({.ticket = ticket, .answer = std::move(answer)});
}

void Engine::Impl::lookup(const std::string& host) {
  resolver.resolve(host, [this, host](const DnsReply& reply, Failure failure) {
    looked_up(host, reply, failure);
  });
}

void Engine::Impl::looked_up(const std::string& host, const DnsReply& reply, Failure failure) {
  names[host] = Known{.reply = reply, .failure = failure};
  for (const std::size_t ticket : std::exchange(name_tickets[host], {})) {
    answer_name(ticket, host);
  }
  for (const auto& [ticket, ask] : std::exchange(name_asks[host], {})) {
    submit_http(ticket, ask);
  }
}

void Engine::Impl::answer_name(std::size_t ticket, const std::string& host) {
  const Known& known = names.at(host);
  Answer answer = unsent(known.failure, "");
  answer.dns = known.reply;
  complete(ticket, std::move(answer));
}

void Engine::Impl::answer_late() {
  std::erase_if(late_asks, [this](const auto& late) {
    if (!resolver.settled(late.second)) {
      return false;
    }
    Answer answer;
    answer.dns = resolver.reply(late.second);
    complete(late.first, std::move(answer));
    return true;
  });
}

void Engine::Impl::submit_http(std::size_t ticket, const HttpAsk& ask) {
  const auto url = api::parse_url(ask.base);
  if (!url) {
    complete(ticket, unsent(Failure::bad_url, url.error().message));
    return;
  }
  if (!needs_lookup(ask, url->host)) {
    send(ticket, ask, {});
    return;
  }
  const auto known = names.find(url->host);
  if (known == names.end()) {
    const bool asked = name_asks.contains(url->host) || name_tickets.contains(url->host);
    name_asks[url->host].emplace_back(ticket, ask);
    if (!asked) {
      lookup(url->host);
    }
    return;
  }
  if (known->second.failure != Failure::none) {
    complete(ticket, unsent(known->second.failure, "the host name has no address"));
    return;
  }
  std::vector<std::string> addresses;
  for (const AddressRecord& record : known->second.reply.addresses) {
    addresses.push_back(record.family == 6 ? fmt::format("[{}]", record.address) : record.address);
  }
  send(ticket, ask, std::move(addresses));
}

void Engine::Impl::send(std::size_t ticket,
                        const HttpAsk& ask,
                        std::vector<std::string> addresses,
                        bool fresh) {
  std::optional<Secret> header;
  std::optional<Secret> body;
  if (ask.credential == Credential::bearer || ask.credential == Credential::mcp_bearer) {
    header = keyring.bearer_header(ask.credential == Credential::mcp_bearer);
    if (!header) {
      complete(ticket, unsent(Failure::not_sent, "there is no credential that fits into a header"));
      return;
    }
  } else if (ask.credential == Credential::exchange_key) {
    body = keyring.exchange_body(ask.agent_id);
    fresh = true;  // it may go out once only, so never on a connection that may be gone
  }
  const Guard::Decision decision = guard.decide(ask);
  if (!decision.permit) {
    complete(ticket, unsent(Failure::not_sent, decision.refusal));
    return;
  }
  const TransferOptions way{.wiring = options.wiring,
                            .proxy = proxy_for(ask),
                            .ca_file = options.ca_file,
                            .timeout = options.timeout,
                            .stopped = [this] {
                              return stopped();
                            }};
  auto transfer = std::make_unique<Transfer>(Request{.url = decision.permit->url,
                                                     .post = decision.permit->post,
                                                     .headers = ask.headers,
                                                     .body = ask.json_body,
                                                     .secret_body = std::move(body),
                                                     .secret_header = std::move(header),
                                                     .addresses = addresses,
                                                     .fresh = fresh},
                                             way);
  curl_multi_add_handle(multi.get(), transfer->handle());
  in_flight.push_back({.ticket = ticket,
                       .ask = ask,
                       .addresses = std::move(addresses),
                       .transfer = std::move(transfer),
                       .started = Clock::now()});
}

void Engine::Impl::finish(CURL* handle, CURLcode result) {
  const auto found = std::ranges::find(
      in_flight, handle, [](const InFlight& flight) { return flight.transfer->handle(); });
  if (found == in_flight.end()) {
    return;
  }
  curl_multi_remove_handle(multi.get(), handle);
  if (found->transfer->repetition_refused()) {
    // Servers may end an idle connection at any time: no fault of theirs. Once more, counted.
    const InFlight broken = std::move(*found);
    in_flight.erase(found);
    send(broken.ticket, broken.ask, broken.addresses, true);
    return;
  }
  Answer answer = found->transfer->finish(result);
  answer.started_ms = std::chrono::duration<double, std::milli>(found->started - start).count();
  if (answer.failure == Failure::tls_certificate) {
    guard.distrust(answer.url);
  }
  if (found->ask.credential == Credential::exchange_key && answer.failure == Failure::none) {
    Exchanged exchanged = keyring.adopt(answer.body);
    answer.body = std::move(exchanged.body);
    answer.token = std::move(exchanged.claims);
    answer.token_present = exchanged.token_present;
  }
  answer.failure_text = keyring.scrubbed(std::move(answer.failure_text));
  answer.body = keyring.scrubbed(std::move(answer.body));
  answer.location = keyring.scrubbed(std::move(answer.location));
  for (auto& [name, value] : answer.headers) {
    value = keyring.scrubbed(std::move(value));
  }
  complete(found->ticket, std::move(answer));
  in_flight.erase(found);
}

void Engine::Impl::collect() {
  int running = 0;
  curl_multi_perform(multi.get(), &running);
  int queued = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi.get(), &queued)) {
    if (message->msg == CURLMSG_DONE) {
      finish(message->easy_handle,
             message->data.result);  // NOLINT(cppcoreguidelines-pro-type-union-access)
    }
  }
}

void Engine::Impl::poll() {
  collect();
  if (!done.empty()) {
    return;
  }
  // A signal may reach another thread and not end the wait: look often enough for it.
  constexpr std::chrono::milliseconds longest{50};
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(options.deadline - Clock::now());
  std::chrono::milliseconds limit = options.deadline == Clock::time_point::max()
                                        ? longest
                                        : std::clamp(left, longest * 0, longest);
  std::vector<curl_waitfd> sockets;
  resolver.wait_for(sockets, limit);
  curl_multi_poll(multi.get(),
                  sockets.data(),
                  static_cast<unsigned>(sockets.size()),
                  static_cast<int>(limit.count()),
                  nullptr);
  resolver.process(sockets);
  answer_late();
  collect();
}

void Engine::Impl::give_up() {
  for (InFlight& flight : in_flight) {
    curl_multi_remove_handle(multi.get(), flight.transfer->handle());
  }
  in_flight.clear();
  name_tickets.clear();
  name_asks.clear();
  late_asks.clear();
  resolver.cancel();
  done.clear();
}

Engine::Engine(EngineOptions options, Keyring keyring)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(keyring))) {}

Engine::~Engine() {
  impl_->give_up();
}

void Engine::submit(std::size_t ticket, const Ask& ask) {
  if (const auto* http = std::get_if<HttpAsk>(&ask)) {
    impl_->submit_http(ticket, *http);
    return;
  }
  const auto& [host, late] = std::get<DnsAsk>(ask);
  if (late) {
    impl_->late_asks.emplace_back(ticket, host);
    impl_->answer_late();
    return;
  }
  if (impl_->names.contains(host)) {
    impl_->answer_name(ticket, host);
    return;
  }
  const bool asked = impl_->name_asks.contains(host) || impl_->name_tickets.contains(host);
  impl_->name_tickets[host].push_back(ticket);
  if (!asked) {
    impl_->lookup(host);
  }
}

std::optional<Completion> Engine::wait() {
  for (;;) {
    if (impl_->stopped()) {  // also before an answer that is there: reading it takes time as well
      impl_->give_up();
      return std::nullopt;
    }
    if (!impl_->done.empty()) {
      break;
    }
    if (impl_->in_flight.empty() && impl_->resolver.idle() && impl_->late_asks.empty()) {
      return std::nullopt;
    }
    impl_->poll();
  }
  Completion next = std::move(impl_->done.front());
  impl_->done.pop_front();
  return next;
}

bool Engine::stopped() const {
  return impl_->stopped();
}
const Guard& Engine::guard() const {
  return impl_->guard;
}
SignatureCheck Engine::check_signature(std::string_view jwks) const {
  return impl_->keyring.check_signature(jwks);
}

}  // namespace doctor::net
