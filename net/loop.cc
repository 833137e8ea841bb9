#include "net/loop.h"

#include <algorithm>
#include <utility>

#include "api/url.h"
#include "net/engine_impl.h"
#include "net/loop_impl.h"

namespace doctor::net {
namespace {

/// What was found out before a run began holds for it this long. A failure does not: it may have
/// passed, and one lost packet must not condemn the rest of a fleet.
constexpr std::chrono::seconds freshness{60};

bool is_stale(Clock::time_point since, bool failed, Clock::time_point start) {
  return since < (failed ? start : start - freshness);
}

}  // namespace

Loop::Impl::Impl(LoopOptions the_options)
    : options(std::move(the_options)),
      resolver(resolver_options(options)),
      dialer(std::min(longest_connect, options.timeout)) {
  const auto connections = static_cast<long>(options.connections);
  curl_multi_setopt(multi.get(), CURLMOPT_MAX_HOST_CONNECTIONS, connections);
}

const Known* Loop::Impl::known(const std::string& host, Clock::time_point start) {
  const auto found = names.find(host);
  if (found == names.end()) {
    return nullptr;
  }
  const Known& known = found->second;
  if (is_stale(known.since, known.failure != Failure::none, start) && resolver.forget(host)) {
    names.erase(found);
    return nullptr;
  }
  return &known;
}

void Loop::Impl::look_up(const std::string& host) {
  resolver.resolve(host, [this, host](const DnsReply& reply, Failure failure) {
    looked_up(host, reply, failure);
  });
}

void Loop::Impl::looked_up(const std::string& host, const DnsReply& reply, Failure failure) {
  names[host] = Known{.reply = reply, .failure = failure, .since = Clock::now()};
  NameQueue queue = std::exchange(lookups[host], {});
  lookups.erase(host);
  for (const auto& [engine, ticket] : queue.tickets) {
    engine->answer_name(ticket, names.at(host));
  }
  for (Queued& queued : queue.requests) {
    queued.engine->submit_http(std::move(queued.waiting));
  }
}

Dialled& Loop::Impl::dial_for(const std::string& key, Clock::time_point start) {
  const auto found = dials.find(key);
  if (found != dials.end() && found->second.ended &&
      is_stale(*found->second.ended, found->second.failed, start) && dialer.forget(key)) {
    dials.erase(found);
  }
  return dials[key];
}

void Loop::Impl::dialled(const std::string& key) {
  Dialled& dialled = dials[key];
  dialled.ended = Clock::now();
  dialled.failed = dialer.winner(key).empty();
  std::vector<Queued> queue = std::exchange(dialled.queue, {});
  // The connection that stands is for what most of the run waits for; others open one of theirs.
  std::stable_partition(queue.begin(), queue.end(), [](const Queued& queued) {
    return queued.waiting.ask.credential == Credential::exchange_key;
  });
  for (const Queued& queued : queue) {
    queued.engine->send(queued.waiting, key);
  }
}

void Loop::Impl::landed(const std::string& key) {
  const auto found = lines.find(key);
  --found->second.in_flight;
  // Some of those that waited may be refused, and leave their place to the next.
  while (!found->second.queue.empty() && found->second.in_flight < most_in_flight()) {
    const Queued next = std::move(found->second.queue.front());
    found->second.queue.pop_front();
    next.engine->send(next.waiting, key);
  }
  if (found->second.in_flight == 0) {
    lines.erase(found);
  }
}

const std::vector<int>& Loop::Impl::families(Clock::time_point start) {
  if (!known_families_since || is_stale(*known_families_since, false, start)) {
    known_families = local_families();
    known_families_since = Clock::now();
  }
  return known_families;
}

const std::vector<ClientTrust>& Loop::Impl::trust_of(const std::string& host,
                                                     const std::vector<std::string>& certificates) {
  constexpr std::size_t most = 64;
  const auto found = std::ranges::find_if(judged, [&](const JudgedChain& chain) {
    return chain.host == host && chain.certificates == certificates;
  });
  if (found != judged.end()) {
    return found->trust;
  }
  if (judged.size() == most) {
    judged.clear();
  }
  judged.push_back(
      {.host = host,
       .certificates = certificates,
       .trust = judge_trust(
           certificates, api::ascii_host(host), options.trust_stores, options.usual_roots)});
  return judged.back().trust;
}

void Loop::Impl::collect() const {
  int running = 0;
  curl_multi_perform(multi.get(), &running);
  int queued = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi.get(), &queued)) {
    if (message->msg == CURLMSG_DONE) {
      void* owner = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &owner);
      static_cast<Engine::Impl*>(owner)->finish(
          message->easy_handle,
          message->data.result);  // NOLINT(cppcoreguidelines-pro-type-union-access)
    }
  }
}

void Loop::Impl::answer_late() {
  for (Engine::Impl* engine : engines) {
    engine->answer_late();
  }
}

void Loop::Impl::poll(Clock::time_point until) {
  collect();
  if (untaken > 0) {
    return;
  }
  // A signal may reach another thread and not end the wait: look often enough for it.
  constexpr std::chrono::milliseconds longest{50};
  std::chrono::milliseconds limit = longest;
  if (until != Clock::time_point::max()) {
    limit = std::clamp(
        std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()), longest * 0, longest);
  }
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

void Loop::Impl::forget(const Engine::Impl& engine) {
  const auto is_its = [&engine](const Queued& queued) {
    return queued.engine == &engine;
  };
  for (auto& [host, queue] : lookups) {
    std::erase_if(queue.tickets, [&engine](const auto& one) { return one.first == &engine; });
    std::erase_if(queue.requests, is_its);
  }
  for (auto& [key, dialled] : dials) {
    std::erase_if(dialled.queue, is_its);
  }
  for (auto& [key, line] : lines) {
    std::erase_if(line.queue, is_its);
  }
}

Loop::Loop(LoopOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}

Loop::~Loop() {
  impl_->resolver.cancel();
}

void Loop::poll(Clock::time_point until) {
  impl_->poll(until);
}

}  // namespace doctor::net
