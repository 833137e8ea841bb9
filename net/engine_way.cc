#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "net/engine_impl.h"

namespace doctor::net {
namespace {

double ms_between(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

/// The failure of a connection that no address gave. An answer says more than silence.
Failure connect_failure(const std::vector<Connection>& connections) {
  const auto any = [&](std::string_view word) {
    return std::ranges::find(connections, word, &Connection::outcome) != connections.end();
  };
  return any("refused") || any("reset") ? Failure::refused
         : any("timeout")               ? Failure::connect_timeout
                                        : Failure::unreachable;
}

/// `127.0.0.1:PORT` in place of the address.
Dialer::Target stand_in(const std::string& address, const std::string& endpoint) {
  const auto colon = endpoint.rfind(':');
  Dialer::Target target{.address = address, .host = endpoint.substr(0, colon)};
  std::from_chars(endpoint.data() + colon + 1, endpoint.data() + endpoint.size(), target.port);
  return target;
}

/// The answer where the proxy is not even known by address.
Answer no_proxy(std::string problem, std::string why) {
  Answer answer = unsent(Failure::proxy, std::move(why));
  answer.proxied = true;
  answer.proxy_problem = std::move(problem);
  return answer;
}

}  // namespace

std::string key_of(const std::string& host, std::uint16_t port) {
  return fmt::format("{}:{}", host, port);
}

Answer unsent(Failure failure, std::string why) {
  Answer answer;
  answer.failure = failure;
  answer.failure_text = std::move(why);
  return answer;
}

bool Engine::Impl::settled(const WayAsk& ask) const {
  switch (ask.part) {
    case WayAsk::Part::resolvers:
      return loop.resolver.settled(ask.host);
    case WayAsk::Part::addresses:
      return loop.dialer.settled(key_of(ask.host, ask.port));
    case WayAsk::Part::trust:
      break;
  }
  return true;
}

void Engine::Impl::answer_late() {
  std::erase_if(late_asks, [this](const auto& late) {
    const WayAsk& ask = late.second;
    if (!settled(ask)) {
      return false;
    }
    Answer answer;
    switch (ask.part) {
      case WayAsk::Part::resolvers:
        answer.dns = loop.resolver.reply(ask.host);
        break;
      case WayAsk::Part::addresses:
        answer.connections = loop.dialer.results(key_of(ask.host, ask.port));
        answer.local_families = loop.families(start);
        break;
      case WayAsk::Part::trust:
        answer.trust = loop.trust_of(ask.host, chains[ask.host]);
        break;
    }
    complete(late.first, std::move(answer));
    return true;
  });
}

void Engine::Impl::submit_http(Waiting waiting) {
  const auto url = api::parse_url(waiting.ask.base);
  if (!url) {
    complete(waiting, unsent(Failure::bad_url, url.error().message));
    return;
  }
  const Proxy& proxy = proxy_for(waiting.ask);
  const bool proxied = !proxy.url.empty();
  if (proxied && proxy.port == 0) {
    complete(waiting, no_proxy("unreadable", "the proxy variable holds no address of a proxy"));
    return;
  }
  const std::string& host = proxied ? proxy.host : url->host;
  if (!api::is_ip_literal(host) && !host.empty()) {
    const Known* known = loop.known(host, start);
    if (known == nullptr) {
      const bool asked = loop.lookups.contains(host);
      loop.lookups[host].requests.push_back({.engine = this, .waiting = std::move(waiting)});
      if (!asked) {
        loop.look_up(host);
      }
      return;
    }
    if (known->failure != Failure::none) {
      complete(waiting,
               proxied ? no_proxy("unresolved", "the proxy's host name has no address")
                       : unsent(known->failure, "the host name has no address"));
      return;
    }
  }
  if (proxied) {
    const auto wired = api::parse_url(proxy.url);
    connect(std::move(waiting), host, proxy.port, wired ? wired->port : proxy.port);
  } else {
    connect(std::move(waiting), host, url->port, loop.options.wiring.port_for(url->port));
  }
}

/// The addresses of a host, and on a mock run what stands in for each: a port of this machine.
std::vector<Dialer::Target> Engine::Impl::targets_for(const std::string& host,
                                                      std::uint16_t port,
                                                      std::uint16_t port_here) const {
  constexpr std::size_t most = 8;
  std::vector<Dialer::Target> targets;
  const auto known = loop.names.find(host);
  std::vector<std::string> addresses;
  if (known == loop.names.end()) {
    addresses = {host};  // a literal
  } else {
    for (const AddressRecord& record : known->second.reply.addresses) {
      addresses.push_back(record.address);
    }
  }
  for (const std::string& address : addresses) {
    if (targets.size() == most) {
      break;
    }
    Dialer::Target target{.address = address, .host = address, .port = port};
    if (loop.options.wiring.active()) {
      const auto known_fault = loop.options.wiring.addresses.find(address);
      target = stand_in(address,
                        known_fault != loop.options.wiring.addresses.end()
                            ? known_fault->second
                            : key_of("127.0.0.1", port_here));
    }
    targets.push_back(std::move(target));
  }
  return targets;
}

void Engine::Impl::connect(Waiting waiting,
                           const std::string& host,
                           std::uint16_t port,
                           std::uint16_t port_here) {
  const std::string key = key_of(host, port);
  Dialled& dialled = loop.dial_for(key, start);
  if (dialled.ended) {
    send(waiting, key);
    return;
  }
  const bool begun = std::exchange(dialled.begun, true);
  dialled.queue.push_back({.engine = this, .waiting = std::move(waiting)});
  if (!begun) {
    loop.dialer.dial(key, targets_for(host, port, port_here), [this_loop = &loop, key] {
      this_loop->dialled(key);
    });
  }
}

Request Engine::Impl::request_for(const Waiting& waiting,
                                  const Permit& permit,
                                  const std::string& key) const {
  Request request{.url = permit.url,
                  .post = permit.post,
                  .headers = waiting.ask.headers,
                  .body = waiting.ask.json_body,
                  .asked = waiting.asked};
  request.address = loop.dialer.winner(key);
  request.take_socket = [this_loop = &loop, key] {
    return this_loop->dialer.take(key);
  };
  request.tcp_ms = ms_between(waiting.asked, loop.dials[key].ended.value_or(Clock::now()));
  const auto known = loop.names.find(key.substr(0, key.rfind(':')));
  if (known != loop.names.end() && known->second.since >= waiting.asked) {
    request.dns_ms = ms_between(waiting.asked, known->second.since);
  }
  return request;
}

/// The answer where no address of the API, or of the proxy, takes a connection.
Answer Engine::Impl::unconnected(const Permit& permit, const std::string& key, bool proxied) const {
  std::vector<Connection> connections = loop.dialer.results(key);
  const Failure failure = connect_failure(connections);
  Answer answer = unsent(proxied ? Failure::proxy : failure, "no address accepts a connection");
  answer.url = permit.url;
  answer.method = permit.post ? "POST" : "GET";
  answer.proxied = proxied;
  if (proxied) {
    answer.proxy_problem = failure == Failure::connect_timeout ? "timeout" : word_of(failure);
  } else {
    answer.connections = std::move(connections);
    answer.local_families = local_families();
  }
  return answer;
}

void Engine::Impl::send(const Waiting& waiting, const std::string& key) {
  if (const auto line = loop.lines.find(key);
      line != loop.lines.end() && line->second.in_flight >= loop.most_in_flight()) {
    line->second.queue.push_back({.engine = this, .waiting = waiting});
    return;
  }
  const HttpAsk& ask = waiting.ask;
  std::optional<Secret> header;
  std::optional<Secret> body;
  const bool exchange = ask.credential == Credential::exchange_key;
  if (ask.credential == Credential::bearer || ask.credential == Credential::mcp_bearer) {
    header = keyring.bearer_header(ask.credential == Credential::mcp_bearer);
    if (!header) {
      complete(waiting,
               unsent(Failure::not_sent, "there is no credential that fits into a header"));
      return;
    }
  } else if (exchange) {
    body = keyring.exchange_body(ask.agent_id);
  }
  const Guard::Decision decision = guard.decide(ask);
  if (!decision.permit) {
    complete(
        waiting,
        unsent(decision.over_budget ? Failure::over_budget : Failure::not_sent, decision.refusal));
    return;
  }
  if (loop.dialer.winner(key).empty()) {
    complete(waiting, unconnected(*decision.permit, key, !proxy_for(ask).url.empty()));
    return;
  }
  Request request = request_for(waiting, *decision.permit, key);
  request.secret_body = std::move(body);
  request.secret_header = std::move(header);
  request.fresh = waiting.fresh || (exchange && options.sign_in == SignIn::own_connection);
  request.just_used = exchange;
  start_transfer(waiting, key, std::move(request));
}

void Engine::Impl::start_transfer(const Waiting& waiting, const std::string& key, Request request) {
  const TransferOptions way{.wiring = loop.options.wiring,
                            .proxy = proxy_for(waiting.ask),
                            .ca_file = loop.options.ca_file,
                            .connect_timeout = longest_connect,
                            .timeout = loop.options.timeout,
                            .stopped = [this] { return stopped(); },
                            .log = &loop.log};
  auto transfer = std::make_unique<Transfer>(std::move(request), way);
  curl_easy_setopt(transfer->handle(), CURLOPT_PRIVATE, this);
  curl_multi_add_handle(loop.multi.get(), transfer->handle());
  in_flight.push_back({.waiting = waiting, .key = key, .transfer = std::move(transfer)});
  ++loop.lines[key].in_flight;
  if (options.on_sent) {
    options.on_sent(waiting.ask);
  }
}

}  // namespace doctor::net
