#include "intake/explain.h"

#include <algorithm>
#include <memory>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "core/text.h"
#include "core/time.h"
#include "intake/case.h"

namespace doctor::intake {
namespace {

constexpr std::size_t most_groups = 2000;
constexpr std::size_t most_paths = 8;
constexpr std::size_t most_unknown = 20;
constexpr std::size_t most_bad = 20;

/// A finding as it adds up over records.
struct Tally {
  Finding finding;
  std::int64_t weight = 0;  ///< what the order goes by
  std::optional<TimePoint> first;
  std::optional<TimePoint> last;
  std::set<std::string> paths;
  std::size_t place = 0;  ///< order of appearance
  bool told = false;      ///< by new_causes()
};

void note_time(Tally& tally, const std::optional<TimePoint>& at) {
  if (at) {
    tally.first = tally.first ? std::min(*tally.first, *at) : *at;
    tally.last = tally.last ? std::max(*tally.last, *at) : *at;
  }
}

bool is_policy_change(const Record& record) {
  return record.operation == "policy" && record.answer.method != "GET" && is_success(record);
}

/// Where a record stands.
struct Place {
  std::size_t line = 0;
  std::optional<TimePoint> at;
};

/// A record that is told again and again, and what it comes to by itself.
struct Liked {
  std::shared_ptr<const Record> record;
  RecordVerdict verdict;
  std::shared_ptr<const Outcome> outcome;
};

}  // namespace

struct Account::Impl {
  Impl(Diagnose the_diagnose, Options the_options)
      : options(the_options),
        judge(std::move(the_diagnose), the_options.group_by != Options::Group::rule) {}

  void settle();
  bool is_in_time(const std::optional<TimePoint>& at) const;
  void note_kind(Kind kind);
  const Liked& judged(const std::shared_ptr<const Record>& like);
  /// `place`: where it stands, whatever the record itself says.
  void count(const RecordVerdict& verdict,
             const Record& record,
             const Place& place,
             const Outcome& outcome,
             std::int64_t weight);
  Tally& tally_of(const Finding& finding, const std::string& group);
  std::string group_of(const Record& record) const;
  void count_unknown(const Record& record, std::size_t line);
  void tell_sequence(Report& report) const;

  Options options;
  Judge judge;
  Case current;
  std::string input;
  Records records;
  std::map<std::string, Tally> tallies;
  std::map<std::string, std::size_t> unknown_by_key;
  std::vector<Observation> observations;
  bool at_once = false;
  std::set<std::string> kinds;
  Kind last_kind = Kind::automatic;  ///< that kinds holds already
  std::unordered_map<const Record*, Liked> liked;
  std::optional<TimePoint> policy_changed;
  std::optional<TimePoint> refused_after;
};

std::string Account::Impl::group_of(const Record& record) const {
  switch (options.group_by) {
    case Options::Group::path:
      return record.path;
    case Options::Group::agent:
      return record.agent;
    case Options::Group::rule:
      break;
  }
  return {};
}

Tally& Account::Impl::tally_of(const Finding& finding, const std::string& group) {
  std::string key = finding.rule + '\n' + group;
  if (!tallies.contains(key) && tallies.size() >= most_groups) {
    key = finding.rule + "\n(others)";
  }
  const auto [place, is_new] = tallies.try_emplace(key);
  Tally& tally = place->second;
  if (is_new) {
    tally.finding = finding;
    tally.finding.met = Met{};
    tally.finding.met->group = key.substr(finding.rule.size() + 1);
    tally.place = tallies.size();
  } else if (finding.root_cause && !tally.finding.root_cause) {
    tally.finding.root_cause = true;
    tally.finding.caused_by.clear();
  }
  tally.finding.certainty = std::max(tally.finding.certainty, finding.certainty);
  return tally;
}

void Account::Impl::count_unknown(const Record& record, std::size_t line) {
  ++records.unmatched;
  const std::string key = record.alike != 0 ? std::to_string(record.alike) : record.sample;
  const auto [place, is_new] = unknown_by_key.try_emplace(key, records.unknown.size());
  if (!is_new) {
    ++records.unknown[place->second].count;
  } else if (records.unknown.size() < most_unknown) {
    records.unknown.push_back({.count = 1, .line = line, .sample = record.sample});
  } else {
    unknown_by_key.erase(place);
  }
}

void Account::Impl::count(const RecordVerdict& verdict,
                          const Record& record,
                          const Place& place,
                          const Outcome& outcome,
                          std::int64_t weight) {
  if (!policy_changed && place.at && is_policy_change(record)) {
    policy_changed = place.at;
  }
  if (policy_changed && record.answer.status == 401 && place.at && *place.at >= *policy_changed &&
      !refused_after) {
    refused_after = place.at;
  }
  if (verdict.state == State::passed) {
    ++records.passed;
    return;
  }
  if (verdict.state == State::unknown) {
    count_unknown(record, place.line);
    return;
  }
  ++records.matched;
  const std::string group = group_of(record);
  for (const std::size_t index : verdict.findings) {
    const Finding& finding = outcome.findings[index];
    const bool is_cause = index == verdict.findings.front();
    // What hangs on a cause is told once, whatever the groups.
    Tally& tally = tally_of(finding, is_cause || finding.root_cause ? group : "");
    tally.weight += weight;
    if (!is_cause) {
      continue;
    }
    ++tally.finding.met->count;
    note_time(tally, place.at);
    if (tally.finding.met->sample.empty()) {
      tally.finding.met->sample = record.sample;
    }
    if (!record.path.empty() && tally.paths.size() < most_paths) {
      tally.paths.insert(record.path);
    }
  }
  for (const Observation& seen : outcome.observations) {
    if (std::ranges::find(observations, seen.id, &Observation::id) == observations.end()) {
      observations.push_back(seen);
    }
  }
}

void Account::Impl::settle() {
  for (Settled& settled : current.settle(judge)) {
    const Place place{.line = settled.record.line, .at = settled.record.at};
    count(settled.verdict, settled.record, place, *settled.outcome, settled.weight);
  }
  current = Case{};
  if (at_once) {
    current.settle_each();
  }
}

/// Which cause came first, and a policy change before the refusals that follow from it.
void Account::Impl::tell_sequence(Report& report) const {
  if (policy_changed && refused_after) {
    report.records->sequence.push_back(
        "A policy was changed at " + format_rfc3339(*policy_changed) + "; the first 401 came at " +
        format_rfc3339(*refused_after) + ". Changing a policy revokes the agent's tokens.");
  }
  std::vector<const Tally*> dated;
  for (const auto& [key, tally] : tallies) {
    if (tally.first && tally.finding.root_cause) {
      dated.push_back(&tally);
    }
  }
  std::ranges::sort(dated, {}, [](const Tally* tally) { return *tally->first; });
  constexpr std::size_t most = 6;
  for (std::size_t i = 0; i < dated.size() && i < most && dated.size() > 1; ++i) {
    report.records->sequence.push_back(format_rfc3339(*dated[i]->first) + " " +
                                       dated[i]->finding.rule);
  }
}

bool Account::Impl::is_in_time(const std::optional<TimePoint>& at) const {
  return !at ||
         !((options.since && *at < *options.since) || (options.until && *at > *options.until));
}

void Account::Impl::note_kind(Kind kind) {
  if (kind != last_kind) {
    last_kind = kind;
    kinds.insert(std::string{word_of(kind)});
  }
}

const Liked& Account::Impl::judged(const std::shared_ptr<const Record>& like) {
  constexpr std::size_t most = 512;
  if (const auto found = liked.find(like.get()); found != liked.end()) {
    return found->second;
  }
  if (liked.size() >= most) {
    liked.clear();
  }
  auto outcome = judge.alone(*like);
  const RecordVerdict verdict = verdict_alone(*like, *outcome);
  return liked.emplace(like.get(), Liked{like, verdict, std::move(outcome)}).first->second;
}

Account::Account(Diagnose diagnose, Options options)
    : impl_(std::make_unique<Impl>(std::move(diagnose), options)) {}
Account::~Account() = default;

void Account::add(Record record) {
  if (!impl_->is_in_time(record.at)) {
    return;
  }
  ++impl_->records.read;
  impl_->note_kind(record.kind);
  if (auto settled = impl_->current.take(std::move(record), impl_->judge)) {
    for (const Settled& one : *settled) {
      impl_->count(one.verdict,
                   one.record,
                   {.line = one.record.line, .at = one.record.at},
                   *one.outcome,
                   one.weight);
    }
  }
}

void Account::add_like(const std::shared_ptr<const Record>& like,
                       std::size_t line,
                       std::optional<TimePoint> at) {
  if (!impl_->current.many()) {
    Record record = *like;
    record.line = line;
    record.at = at;
    add(std::move(record));
    return;
  }
  if (!impl_->is_in_time(at)) {
    return;
  }
  ++impl_->records.read;
  impl_->note_kind(like->kind);
  const Liked& known = impl_->judged(like);
  impl_->count(known.verdict, *like, {.line = line, .at = at}, *known.outcome, 1);
}

bool Account::counts_successes() const {
  return impl_->current.many() && !impl_->options.since && !impl_->options.until;
}

void Account::pass(Kind kind) {
  ++impl_->records.read;
  ++impl_->records.passed;
  impl_->note_kind(kind);
}

void Account::bad(std::size_t line, std::string_view why) {
  Records& records = impl_->records;
  ++records.broken;
  if (records.bad.size() < most_bad) {
    records.bad.push_back({.input = impl_->input, .line = line, .why = std::string{why}});
  }
}

void Account::begin_input(std::string name) {
  impl_->settle();
  impl_->input = std::move(name);
}

void Account::settle_at_once() {
  impl_->at_once = true;
  impl_->settle();
}

const Records& Account::so_far() const {
  return impl_->records;
}

std::vector<Finding> Account::new_causes() {
  std::vector<const Tally*> fresh;
  for (auto& [key, tally] : impl_->tallies) {
    if (tally.finding.met->count > 0 && !std::exchange(tally.told, true)) {
      fresh.push_back(&tally);
    }
  }
  std::ranges::sort(fresh, {}, &Tally::place);
  std::vector<Finding> out;
  for (const Tally* tally : fresh) {
    Finding finding = tally->finding;
    finding.met->first_at = tally->first ? format_rfc3339(*tally->first) : "";
    finding.met->last_at = tally->last ? format_rfc3339(*tally->last) : "";
    finding.met->paths.assign(tally->paths.begin(), tally->paths.end());
    out.push_back(std::move(finding));
  }
  return out;
}

void Account::finish(Report& report) {
  impl_->settle();
  report.records = std::move(impl_->records);
  report.records->input = impl_->kinds.size() == 1 ? *impl_->kinds.begin() : "mixed";
  if (impl_->kinds.empty()) {
    report.records->input = "none";
  }
  std::vector<Tally*> order;
  for (auto& [key, tally] : impl_->tallies) {
    order.push_back(&tally);
  }
  std::ranges::sort(order, [](const Tally* a, const Tally* b) {
    const auto key = [](const Tally* tally) {
      return std::tuple{!tally->finding.root_cause,
                        -static_cast<int>(tally->finding.severity),
                        -tally->weight,
                        tally->place};
    };
    return key(a) < key(b);
  });
  for (Tally* tally : order) {
    Met& met = *tally->finding.met;
    met.first_at = tally->first ? format_rfc3339(*tally->first) : "";
    met.last_at = tally->last ? format_rfc3339(*tally->last) : "";
    met.paths.assign(tally->paths.begin(), tally->paths.end());
    report.findings.push_back(tally->finding);
  }
  impl_->tell_sequence(report);
  report.observations = std::move(impl_->observations);
}

}  // namespace doctor::intake
