#include "net/engine.h"

#include <algorithm>
#include <utility>

#include "net/engine_impl.h"
#include "net/record.h"

namespace doctor::net {
void Engine::Impl::complete(std::size_t ticket, Answer answer) {
  done.push_back({.ticket = ticket, .answer = std::move(answer)});
}

void Engine::Impl::complete(const Waiting& waiting, Answer answer) {
  if (options.exchanges != nullptr) {
    options.exchanges->push_back(recorded(waiting.ticket, waiting.ask, answer));
  }
  complete(waiting.ticket, std::move(answer));
}

void Engine::Impl::lookup(const std::string& host) {
  resolver.resolve(host, [this, host](const DnsReply& reply, Failure failure) {
    looked_up(host, reply, failure);
  });
}

void Engine::Impl::looked_up(const std::string& host, const DnsReply& reply, Failure failure) {
  names[host] = Known{.reply = reply, .failure = failure, .since = Clock::now()};
  for (const std::size_t ticket : std::exchange(name_tickets[host], {})) {
    answer_name(ticket, host);
  }
  for (Waiting& waiting : std::exchange(name_asks[host], {})) {
    submit_http(std::move(waiting));
  }
}

void Engine::Impl::answer_name(std::size_t ticket, const std::string& host) {
  const Known& known = names.at(host);
  Answer answer = unsent(known.failure, "");
  answer.dns = known.reply;
  if (known.failure != Failure::none && !options.wiring.active()) {
    answer.local_families = local_families();
  }
  complete(ticket, std::move(answer));
}

void Engine::Impl::repeat(std::list<InFlight>::iterator found) {
  const InFlight broken = std::move(*found);
  in_flight.erase(found);
  if (broken.waiting.ask.credential != Credential::none) {
    guard.repeats();
  }
  send(broken.waiting, broken.key, true);
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
    repeat(found);
    return;
  }
  Answer answer = found->transfer->finish(result);
  if (answer.failure == Failure::malformed && answer.connection_reused) {
    // The rest of an earlier answer, perhaps: only a connection of its own tells.
    repeat(found);
    return;
  }
  answer.started_ms =
      std::chrono::duration<double, std::milli>(found->waiting.asked - start).count();
  if (answer.failure == Failure::tls_certificate) {
    guard.distrust(answer.url);
  }
  if (const auto url = api::parse_url(answer.url); url && !answer.tls.certificates.empty()) {
    chains.emplace(url->host, answer.tls.certificates);
  }
  if (found->waiting.ask.credential == Credential::exchange_key &&
      answer.failure == Failure::none) {
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
  complete(found->waiting, std::move(answer));
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
  dialer.wait_for(sockets, limit);
  curl_multi_poll(multi.get(),
                  sockets.data(),
                  static_cast<unsigned>(sockets.size()),
                  static_cast<int>(limit.count()),
                  nullptr);
  resolver.process(sockets);
  dialer.process();
  answer_late();
  collect();
}

void Engine::Impl::give_up() {
  const auto record = [this](const Waiting& waiting) {
    if (options.exchanges != nullptr) {
      options.exchanges->push_back(recorded_open(waiting.ticket, waiting.ask));
    }
  };
  for (const auto& [host, waiting] : name_asks) {
    std::ranges::for_each(waiting, record);
  }
  for (auto& [key, dialled] : dials) {
    std::ranges::for_each(std::exchange(dialled.waiting, {}), record);
  }
  for (InFlight& flight : in_flight) {
    curl_multi_remove_handle(multi.get(), flight.transfer->handle());
    record(flight.waiting);
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
    impl_->submit_http({.ticket = ticket, .ask = *http});
    return;
  }
  if (const auto* way = std::get_if<WayAsk>(&ask)) {
    impl_->late_asks.emplace_back(ticket, *way);
    impl_->answer_late();
    return;
  }
  const std::string& host = std::get<DnsAsk>(ask).host;
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
    if (impl_->in_flight.empty() && impl_->resolver.idle() && impl_->dialer.idle() &&
        impl_->late_asks.empty()) {
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
