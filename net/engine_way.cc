#include <algorithm>
#include <charconv>

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
      return resolver.settled(ask.host);
    case WayAsk::Part::addresses:
      return dialer.settled(key_of(ask.host, ask.port));
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
        answer.dns = resolver.reply(ask.host);
        break;
      case WayAsk::Part::addresses:
        answer.connections = dialer.results(key_of(ask.host, ask.port));
        answer.local_families = local_families();
        break;
      case WayAsk::Part::trust:
        answer.trust = judge_trust(
            chains[ask.host], api::ascii_host(ask.host), options.trust_stores, options.usual_roots);
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
    const auto known = names.find(host);
    if (known == names.end()) {
      const bool asked = name_asks.contains(host) || name_tickets.contains(host);
      name_asks[host].push_back(std::move(waiting));
      if (!asked) {
        lookup(host);
      }
      return;
    }
    if (known->second.failure != Failure::none) {
      complete(waiting,
               proxied ? no_proxy("unresolved", "the proxy's host name has no address")
                       : unsent(known->second.failure, "the host name has no address"));
      return;
    }
  }
  if (proxied) {
    const auto wired = api::parse_url(proxy.url);
    connect(std::move(waiting), host, proxy.port, wired ? wired->port : proxy.port);
  } else {
    connect(std::move(waiting), host, url->port, options.wiring.port_for(url->port));
  }
}

/// The addresses of a host, and on a mock run what stands in for each: a port of this machine.
std::vector<Dialer::Target> Engine::Impl::targets_for(const std::string& host,
                                                      std::uint16_t port,
                                                      std::uint16_t port_here) const {
  constexpr std::size_t most = 8;
  std::vector<Dialer::Target> targets;
  const auto known = names.find(host);
  std::vector<std::string> addresses;
  if (known == names.end()) {
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
    if (options.wiring.active()) {
      const auto known_fault = options.wiring.addresses.find(address);
      target =
          stand_in(address,
                   known_fault != options.wiring.addresses.end() ? known_fault->second
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
  const bool first = !dials.contains(key);
  Dialled& dialled = dials[key];
  if (dialled.ended) {
    send(waiting, key);
    return;
  }
  dialled.waiting.push_back(std::move(waiting));
  if (first) {
    dialer.dial(key, targets_for(host, port, port_here), [this, key] { connected(key); });
  }
}

void Engine::Impl::connected(const std::string& key) {
  Dialled& dialled = dials[key];
  dialled.ended = Clock::now();
  std::vector<Waiting> waiting_now = std::exchange(dialled.waiting, {});
  // The connection that stands is for what most of the run waits for; others open one of theirs.
  std::stable_partition(waiting_now.begin(), waiting_now.end(), [](const Waiting& waiting) {
    return waiting.ask.credential == Credential::exchange_key;
  });
  for (const Waiting& waiting : waiting_now) {
    send(waiting, key);
  }
}

Request Engine::Impl::request_for(const Waiting& waiting,
                                  const Permit& permit,
                                  const std::string& key) {
  Request request{.url = permit.url,
                  .post = permit.post,
                  .headers = waiting.ask.headers,
                  .body = waiting.ask.json_body,
                  .asked = waiting.asked};
  request.address = dialer.winner(key);
  request.take_socket = [this, key] {
    return dialer.take(key);
  };
  request.tcp_ms = ms_between(waiting.asked, dials.at(key).ended.value_or(Clock::now()));
  const auto known = names.find(key.substr(0, key.rfind(':')));
  if (known != names.end() && known->second.since >= waiting.asked) {
    request.dns_ms = ms_between(waiting.asked, known->second.since);
  }
  return request;
}

/// The answer where no address of the API, or of the proxy, takes a connection.
Answer Engine::Impl::unconnected(const Permit& permit, const std::string& key, bool proxied) const {
  std::vector<Connection> connections = dialer.results(key);
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

/// `key` names the connection to use, to the API or to the proxy.
void Engine::Impl::send(const Waiting& waiting, const std::string& key, bool fresh) {
  const HttpAsk& ask = waiting.ask;
  std::optional<Secret> header;
  std::optional<Secret> body;
  if (ask.credential == Credential::bearer || ask.credential == Credential::mcp_bearer) {
    header = keyring.bearer_header(ask.credential == Credential::mcp_bearer);
    if (!header) {
      complete(waiting,
               unsent(Failure::not_sent, "there is no credential that fits into a header"));
      return;
    }
  } else if (ask.credential == Credential::exchange_key) {
    body = keyring.exchange_body(ask.agent_id);
    fresh = true;  // it may go out once only, so never on a connection that may be gone
  }
  const Guard::Decision decision = guard.decide(ask);
  if (!decision.permit) {
    complete(
        waiting,
        unsent(decision.over_budget ? Failure::over_budget : Failure::not_sent, decision.refusal));
    return;
  }
  if (dialer.winner(key).empty()) {
    complete(waiting, unconnected(*decision.permit, key, !proxy_for(ask).url.empty()));
    return;
  }
  const TransferOptions way{.wiring = options.wiring,
                            .proxy = proxy_for(ask),
                            .ca_file = options.ca_file,
                            .connect_timeout = longest_connect,
                            .timeout = options.timeout,
                            .stopped = [this] { return stopped(); },
                            .log = &log};
  Request request = request_for(waiting, *decision.permit, key);
  request.secret_body = std::move(body);
  request.secret_header = std::move(header);
  request.fresh = fresh;
  auto transfer = std::make_unique<Transfer>(std::move(request), way);
  curl_multi_add_handle(multi.get(), transfer->handle());
  in_flight.push_back({.waiting = waiting, .key = key, .transfer = std::move(transfer)});
}

}  // namespace doctor::net
