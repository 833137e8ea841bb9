#include "net/engine.h"

#include <algorithm>
#include <utility>

#include "net/engine_impl.h"
#include "net/record.h"

namespace doctor::net {

Engine::Impl::Impl(Loop::Impl& the_loop, EngineOptions the_options, Keyring the_keyring)
    : loop(the_loop),
      options(std::move(the_options)),
      keyring(std::move(the_keyring)),
      guard(options.limits) {
  loop.engines.push_back(this);
}

void Engine::Impl::complete(std::size_t ticket, Answer answer) {
  done.push_back({.ticket = ticket, .answer = std::move(answer)});
  --open;
  ++loop.untaken;
}

void Engine::Impl::complete(const Waiting& waiting, Answer answer) {
  if (options.exchanges != nullptr) {
    options.exchanges->push_back(recorded(waiting.ticket, waiting.ask, answer));
  }
  complete(waiting.ticket, std::move(answer));
}

void Engine::Impl::ask_name(std::size_t ticket, const std::string& host) {
  if (const Known* known = loop.known(host, start)) {
    answer_name(ticket, *known);
    return;
  }
  const bool asked = loop.lookups.contains(host);
  loop.lookups[host].tickets.emplace_back(this, ticket);
  if (!asked) {
    loop.look_up(host);
  }
}

void Engine::Impl::answer_name(std::size_t ticket, const Known& known) {
  Answer answer = unsent(known.failure, "");
  answer.dns = known.reply;
  if (known.failure != Failure::none && !loop.options.wiring.active()) {
    answer.local_families = local_families();
  }
  complete(ticket, std::move(answer));
}

void Engine::Impl::leave(std::list<InFlight>::iterator found) {
  const std::string key = std::move(found->key);
  in_flight.erase(found);
  loop.landed(key);
}

void Engine::Impl::repeat(std::list<InFlight>::iterator found) {
  Waiting waiting = std::move(found->waiting);
  leave(found);
  if (waiting.ask.credential == Credential::exchange_key &&
      options.sign_in == SignIn::kept_connection) {
    spoilt = true;
    return;
  }
  if (waiting.ask.credential != Credential::none) {
    guard.repeats();
  }
  waiting.fresh = true;
  submit_http(std::move(waiting));
}

void Engine::Impl::keep_secrets(const Waiting& waiting, Answer& answer) {
  if (waiting.ask.credential == Credential::exchange_key && answer.failure == Failure::none) {
    Exchanged exchanged = keyring.adopt(answer.body);
    answer.body = std::move(exchanged.body);
    answer.token = std::move(exchanged.claims);
    answer.token_present = exchanged.token_present;
  }
  const Scrubber scrubber = keyring.scrubber();
  answer.failure_text = scrubber.clean(std::move(answer.failure_text));
  answer.body = scrubber.clean(std::move(answer.body));
  answer.location = scrubber.clean(std::move(answer.location));
  for (auto& [name, value] : answer.headers) {
    value = scrubber.clean(std::move(value));
  }
}

void Engine::Impl::finish(CURL* handle, CURLcode result) {
  const auto found = std::ranges::find(
      in_flight, handle, [](const InFlight& flight) { return flight.transfer->handle(); });
  if (found == in_flight.end()) {
    return;
  }
  curl_multi_remove_handle(loop.multi.get(), handle);
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
    chains.emplace(url->host, std::move(answer.tls.certificates));
  }
  answer.tls.certificates.clear();  // no probe reads them: one copy in a run is enough
  keep_secrets(found->waiting, answer);
  complete(found->waiting, std::move(answer));
  leave(found);
}

void Engine::Impl::give_up() {
  const auto record = [this](const Waiting& waiting) {
    if (options.exchanges != nullptr) {
      options.exchanges->push_back(recorded_open(waiting.ticket, waiting.ask));
    }
  };
  const auto record_all = [&](const auto& queue) {
    for (const Queued& queued : queue) {
      if (queued.engine == this) {
        record(queued.waiting);
      }
    }
  };
  for (const auto& [host, queue] : loop.lookups) {
    record_all(queue.requests);
  }
  for (const auto& [key, dialled] : loop.dials) {
    record_all(dialled.queue);
  }
  for (const auto& [key, line] : loop.lines) {
    record_all(line.queue);
  }
  for (InFlight& flight : in_flight) {
    curl_multi_remove_handle(loop.multi.get(), flight.transfer->handle());
    record(flight.waiting);
  }
  loop.forget(*this);
  while (!in_flight.empty()) {
    leave(in_flight.begin());
  }
  late_asks.clear();
  loop.untaken -= done.size();
  done.clear();
  open = 0;
}

void Engine::Impl::submit(std::size_t ticket, const Ask& ask) {
  ++open;
  if (const auto* http = std::get_if<HttpAsk>(&ask)) {
    submit_http({.ticket = ticket, .ask = *http});
  } else if (const auto* way = std::get_if<WayAsk>(&ask)) {
    late_asks.emplace_back(ticket, *way);
    answer_late();
  } else {
    ask_name(ticket, std::get<DnsAsk>(ask).host);
  }
}

Engine::Engine(Loop& loop, EngineOptions options, Keyring keyring)
    : impl_(std::make_unique<Impl>(loop.impl(), std::move(options), std::move(keyring))) {}

Engine::~Engine() {
  impl_->give_up();
  std::erase(impl_->loop.engines, impl_.get());
}

void Engine::submit(std::size_t ticket, const Ask& ask) {
  impl_->submit(ticket, ask);
}

std::optional<Completion> Engine::take() {
  if (impl_->done.empty()) {
    return std::nullopt;
  }
  Completion next = std::move(impl_->done.front());
  impl_->done.pop_front();
  --impl_->loop.untaken;
  return next;
}

bool Engine::idle() const {
  return impl_->open == 0 && impl_->done.empty();
}

void Engine::give_up() {
  impl_->give_up();
}

std::optional<Completion> Engine::wait() {
  for (;;) {
    if (impl_->stopped()) {  // also before an answer that is there: reading it takes time as well
      impl_->give_up();
      return std::nullopt;
    }
    if (auto next = take()) {
      return next;
    }
    if (impl_->open == 0) {
      return std::nullopt;
    }
    impl_->loop.poll(impl_->options.deadline);
  }
}

bool Engine::stopped() const {
  return impl_->stopped();
}
bool Engine::spoilt() const {
  return impl_->spoilt;
}
const Guard& Engine::guard() const {
  return impl_->guard;
}
void Engine::teach(Fingerprints& known) const {
  impl_->keyring.teach(known);
}
void Engine::teach(SecretWindows& known) const {
  impl_->keyring.teach(known);
}
SignatureCheck Engine::check_signature(std::string_view jwks) const {
  return impl_->keyring.check_signature(jwks);
}

}  // namespace doctor::net
