#include "probes/runner.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "probes/facts/network.h"
#include "probes/probe.h"

namespace doctor::probes {
namespace {

using Clock = std::chrono::steady_clock;

enum class Phase : std::uint8_t { waiting, asked, finished };

struct Entry {
  const Probe* probe = nullptr;
  Phase phase = Phase::waiting;
  std::string_view after = {};  ///< one more need, found out by asking
  Clock::time_point started = {};
  std::string_view waited_for = {};               ///< the one of its needs that finished last
  std::unique_ptr<net::Answer> answer = nullptr;  ///< few have one at a time, and it is large
  // Of its observation what the probe itself does not tell: a fleet has many thousands of these.
  Status status = Status::pass;
  Facts facts = {};
  std::string blocked_by = {};
  std::string reason = {};
  double duration_ms = 0;
};

Observation observation_of(Entry entry) {
  return {.id = std::string{entry.probe->id},
          .probe = std::string{entry.probe->id},
          .layer = std::string{entry.probe->layer},
          .status = entry.status,
          .facts = std::move(entry.facts),
          .blocked_by = std::move(entry.blocked_by),
          .reason = std::move(entry.reason),
          .duration_ms = entry.duration_ms};
}

Status status_for(net::Failure failure) {
  using enum net::Failure;
  switch (failure) {
    case none:
      return Status::pass;
    case not_sent:
    case over_budget:
      return Status::skip;
    case name_timeout:
    case connect_timeout:
    case tls_timeout:
    case response_timeout:
      return Status::timeout;
    default:
      return Status::unknown;
  }
}

bool names(const std::vector<std::string>& words, const Probe& probe) {
  return std::ranges::any_of(
      words, [&](const std::string& word) { return word == probe.id || word == probe.layer; });
}

RequestTime time_of(const Probe& probe, const net::Answer& answer) {
  return {.probe = std::string{probe.id},
          .request = answer.method + " " + answer.url,
          .status = answer.status,
          .started_ms = answer.started_ms,
          .dns_ms = answer.timing.dns,
          .tcp_ms = answer.timing.tcp,
          .tls_ms = answer.timing.tls,
          .first_byte_ms = answer.timing.first_byte,
          .total_ms = answer.timing.total,
          .connection_reused = answer.connection_reused};
}

/// The fastest TCP handshake: one round trip, and the system's time for it.
double round_trip_of(const std::vector<net::Connection>& connections) {
  double least = -1;
  for (const net::Connection& one : connections) {
    if (one.outcome == "connected" && (least < 0 || one.ms < least)) {
      least = one.ms;
    }
  }
  return least;
}

}  // namespace

struct Run::Impl final : public Known {
 public:
  Impl(const setup::Setup& setup, net::Transport& transport, const Progress& progress)
      : setup_(setup), transport_(transport), progress_(progress) {
    entries_.reserve(all_probes().size());
    for (const Probe* probe : all_probes()) {
      entries_.push_back(Entry{.probe = probe});
    }
  }

  const setup::Target& target() const override { return setup_.target; }
  const Facts& setup_facts() const override { return setup_.facts; }
  const Facts& facts() const override { return facts_; }
  const net::Answer* answer(std::string_view probe) const override {
    const Entry* entry = find(probe);
    return entry != nullptr ? entry->answer.get() : nullptr;
  }
  bool finished(std::string_view id) const override {
    const Entry* entry = find(id);
    return entry == nullptr || entry->phase == Phase::finished;
  }
  TimePoint now() const override {
    const double offset = facts_.get(fact::clock_offset);
    return std::chrono::system_clock::now() +
           std::chrono::milliseconds{static_cast<std::int64_t>(std::lround(offset * 1000))};
  }
  net::SignatureCheck check_signature(std::string_view jwks) const override {
    return transport_.check_signature(jwks);
  }

  void deselect(const Selection& selection);
  void ask_ready() {
    while (start_ready()) {
    }
  }
  void take(net::Completion completion);
  bool all_finished() const {
    return std::ranges::all_of(entries_,
                               [](const Entry& entry) { return entry.phase == Phase::finished; });
  }
  Outcome end();

 private:
  const Entry* find(std::string_view id) const {
    const auto found =
        std::ranges::find(entries_, id, [](const Entry& entry) { return entry.probe->id; });
    return found == entries_.end() ? nullptr : &*found;
  }
  bool ready(const Entry& entry) const {
    return entry.phase == Phase::waiting && (entry.after.empty() || finished(entry.after)) &&
           std::ranges::all_of(entry.probe->needs, [this](auto need) { return finished(need); });
  }
  bool start_ready();
  void start(std::size_t index);
  void learn(Entry& entry, net::Answer answer);
  void skip(Entry& entry, Skip skip);
  void finish(Entry& entry);
  void abandon();
  void read_late(Entry& entry);
  Timeline timeline() const;

  const setup::Setup& setup_;
  net::Transport& transport_;
  const Progress& progress_;
  std::vector<Entry> entries_;
  Facts facts_;
  int finished_ = 0;
  bool over_budget_ = false;  ///< what was not asked might have shown the cause
  std::string_view last_finished_ = {};
  std::string_view last_asked_ = {};  ///< whose answer came last
};

void Run::Impl::deselect(const Selection& selection) {
  std::set<std::string_view> wanted;
  for (const Entry& entry : entries_) {
    if (selection.only.empty() || names(selection.only, *entry.probe)) {
      wanted.insert(entry.probe->id);
    }
  }
  for (bool grew = true; grew;) {
    grew = false;
    for (const Entry& entry : entries_) {
      for (const std::string_view need : entry.probe->needs) {
        grew = (wanted.contains(entry.probe->id) && wanted.insert(need).second) || grew;
      }
    }
  }
  for (Entry& entry : entries_) {
    if (names(selection.skip, *entry.probe)) {
      skip(entry, {.blocked_by = "client", .reason = "left out by --skip"});
    } else if (!wanted.contains(entry.probe->id)) {
      skip(entry, {.blocked_by = "client", .reason = "not named by --only"});
    }
  }
}

void Run::Impl::finish(Entry& entry) {
  entry.phase = Phase::finished;
  last_finished_ = entry.probe->id;
  ++finished_;
  if (progress_) {
    progress_(entry.probe->id, finished_, static_cast<int>(entries_.size()));
  }
}

void Run::Impl::skip(Entry& entry, Skip skip) {
  entry.status = Status::skip;
  entry.blocked_by = std::move(skip.blocked_by);
  entry.reason = std::move(skip.reason);
  finish(entry);
}

void Run::Impl::learn(Entry& entry, net::Answer answer) {
  entry.duration_ms =
      std::chrono::duration<double, std::milli>(Clock::now() - entry.started).count();
  if (answer.failure == net::Failure::not_sent || answer.failure == net::Failure::over_budget) {
    over_budget_ = over_budget_ || answer.failure == net::Failure::over_budget;
    skip(entry, {.blocked_by = "credential", .reason = answer.failure_text});
    return;
  }
  entry.status = status_for(answer.failure);
  entry.reason = answer.failure_text;
  entry.answer = std::make_unique<net::Answer>(std::move(answer));
  entry.probe->learn(*this, *entry.answer, entry.facts);
  facts_.merge(entry.facts);
  finish(entry);
}

void Run::Impl::start(std::size_t index) {
  Entry& entry = entries_[index];
  entry.waited_for = last_finished_;
  entry.started = Clock::now();
  Question question = entry.probe->ask(*this);
  if (auto* later = std::get_if<Later>(&question)) {
    entry.after = later->after;
  } else if (auto* skipped = std::get_if<Skip>(&question)) {
    skip(entry, std::move(*skipped));
  } else if (const auto* ask = std::get_if<net::Ask>(&question)) {
    entry.phase = Phase::asked;
    transport_.submit(index, *ask);
  } else {
    learn(entry, net::Answer{});
    entry.answer.reset();
  }
}

bool Run::Impl::start_ready() {
  bool any = false;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (ready(entries_[i])) {
      start(i);
      any = true;
    }
  }
  return any;
}

/// The run ended early: what was asked has no answer, what was not asked is not asked any more,
/// and what only reads the answers of others reads those that are there.
void Run::Impl::abandon() {
  for (Entry& entry : entries_) {
    if (entry.phase == Phase::asked) {
      entry.status = Status::timeout;
      entry.reason = "the run ended before there was an answer";
      entry.phase = Phase::finished;
    }
  }
  for (bool any = true; any;) {
    any = false;
    for (Entry& entry : entries_) {
      if (ready(entry)) {
        read_late(entry);
        any = true;
      }
    }
  }
  for (Entry& entry : entries_) {
    if (entry.phase == Phase::waiting) {
      skip(entry, {.blocked_by = "client", .reason = "it was never reached"});
    }
  }
}

void Run::Impl::read_late(Entry& entry) {
  entry.started = Clock::now();
  Question question = entry.probe->ask(*this);
  if (std::holds_alternative<Local>(question)) {
    learn(entry, net::Answer{});
    entry.answer.reset();
    return;
  }
  if (auto* skipped = std::get_if<Skip>(&question)) {
    skip(entry, std::move(*skipped));
    return;
  }
  std::string_view open = entry.probe->needs.empty() ? "client" : entry.probe->needs.front();
  for (const std::string_view need : entry.probe->needs) {
    const Entry* needed = find(need);
    open = needed != nullptr && needed->status == Status::timeout ? need : open;
  }
  skip(entry, {.blocked_by = std::string{open}, .reason = "the run ended before it was asked"});
}

Timeline Run::Impl::timeline() const {
  Timeline out;
  for (const Entry& entry : entries_) {
    if (entry.answer && entry.answer->timing.total >= 0) {
      out.requests.push_back(time_of(*entry.probe, *entry.answer));
    }
  }
  std::ranges::stable_sort(out.requests, {}, &RequestTime::started_ms);
  if (const net::Answer* addresses = answer("addresses")) {
    out.round_trip_ms = round_trip_of(addresses->connections);
  }
  // Backwards from the last answer: each probe was set free by the one that had just finished.
  for (const Entry* at = find(last_asked_); at != nullptr;) {
    if (at->answer) {
      out.critical_path.insert(out.critical_path.begin(), std::string{at->probe->id});
    }
    at = at->waited_for.empty() ? nullptr : find(at->waited_for);
  }
  return out;
}

void Run::Impl::take(net::Completion completion) {
  Entry& entry = entries_.at(completion.ticket);
  last_asked_ = entry.probe->id;
  learn(entry, std::move(completion.answer));
  ask_ready();
}

Outcome Run::Impl::end() {
  const bool complete = all_finished();
  if (!complete) {
    abandon();
  }
  Outcome outcome{
      .observations = {}, .timeline = timeline(), .complete = complete && !over_budget_};
  for (Entry& entry : entries_) {
    outcome.observations.push_back(observation_of(std::move(entry)));
  }
  return outcome;
}

Run::Run(const setup::Setup& setup,
         net::Transport& transport,
         const Selection& selection,
         const Progress& progress)
    : impl_(std::make_unique<Impl>(setup, transport, progress)) {
  impl_->deselect(selection);
}

Run::~Run() = default;

void Run::begin() {
  impl_->ask_ready();
}

void Run::take(net::Completion completion) {
  impl_->take(std::move(completion));
}

bool Run::finished() const {
  return impl_->all_finished();
}

Outcome Run::end() {
  return impl_->end();
}

Outcome run_probes(const setup::Setup& setup,
                   net::Transport& transport,
                   const Selection& selection,
                   const Progress& progress) {
  Run run{setup, transport, selection, progress};
  run.begin();
  while (auto completion = transport.wait()) {
    run.take(std::move(*completion));
  }
  return run.end();
}

}  // namespace doctor::probes
