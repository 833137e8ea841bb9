#include "fleet/merge.h"

#include <algorithm>
#include <chrono>
#include <tuple>

#include <fmt/format.h>

#include "core/random.h"
#include "fleet/general.h"
#include "rules/diagnosis.h"

namespace doctor::fleet {
namespace {

/// More different titles of one rule than anybody reads: the further ones are one.
constexpr std::size_t most_of_a_rule = 20;

bool same_step(const FixStep& a, const FixStep& b) {
  return a.text == b.text && a.actor == b.actor && a.command == b.command;
}

/// The cause a finding follows from, or the finding itself.
const Finding& root_in(const Report& report, const Finding& finding) {
  if (finding.caused_by.empty()) {
    return finding;
  }
  const auto found = std::ranges::find(report.findings, finding.caused_by.front(), &Finding::rule);
  return found == report.findings.end() ? finding : *found;
}

std::string key_of(const Finding& finding, std::string_view title) {
  return fmt::format("{}\n{}\n{}\n{}\n{}",
                     finding.rule,
                     name_of(finding.severity),
                     name_of(finding.certainty),
                     fmt::join(finding.caused_by, ","),
                     title);
}

void join_group(Merger::Groups& groups,
                std::string key,
                Finding finding,
                const std::string& general_title,
                const Result& result) {
  const auto [at, fresh] = groups.try_emplace(std::move(key));
  Merger::Group& group = at->second;
  if (fresh) {
    group.sample = std::move(finding);
    group.sample.evidence.clear();  // observations of one target, which are not in the report
    group.general_title = general_title;
  } else {
    const Finding& sample = group.sample;
    group.one_title = group.one_title && sample.title == finding.title;
    group.one_cause = group.one_cause && sample.cause == finding.cause;
    group.one_because = group.one_because && sample.because == finding.because;
    group.one_ruled_out = group.one_ruled_out && sample.ruled_out == finding.ruled_out;
    group.one_fix = group.one_fix && std::ranges::equal(sample.fix, finding.fix, same_step);
  }
  group.targets.emplace_back(result.index, result.target);
}

/// What is true of one target only is told as of that one.
void attribute(std::vector<std::string>& sentences, const std::string& target) {
  for (std::string& sentence : sentences) {
    sentence = fmt::format("{}: {}", target, sentence);
  }
}

Finding finding_of(const Merger::Group& group, std::size_t of) {
  Finding out = group.sample;
  const std::string& first = group.targets.front().second;
  if (!group.one_title) {
    out.title = group.general_title;
  }
  if (!group.one_cause) {
    out.cause = fmt::format("{}: {}", first, out.cause);
  }
  if (!group.one_because) {
    attribute(out.because, first);
  }
  if (!group.one_ruled_out) {
    attribute(out.ruled_out, first);
  }
  for (FixStep& step : out.fix) {
    step.text = group.one_fix ? step.text : fmt::format("{}: {}", first, step.text);
  }
  auto targets = group.targets;
  std::ranges::sort(targets);
  out.spread = Spread{.of = static_cast<std::int64_t>(of)};
  for (auto& [place, name] : targets) {
    out.spread->targets.push_back(std::move(name));
  }
  return out;
}

bool comes_first(const Finding& a, const Finding& b) {
  const auto rank = [](const Finding& finding) {
    return std::tuple{finding.root_cause, finding.severity, finding.spread->targets.size()};
  };
  return rank(a) > rank(b);
}

FleetTarget in_short(const Result& result) {
  const Report& report = result.report;
  const bool wrong = !report.findings.empty() && report.findings.front().severity != Severity::info;
  return {.name = result.target,
          .index = result.index,
          .verdict = report.verdict,
          .root_cause = wrong ? report.findings.front().rule : "",
          .summary = report.summary,
          .requests = report.requests,
          .complete = report.complete,
          .started_at = report.started_at,
          .duration_ms = report.duration_ms};
}

}  // namespace

Merger::Merger(std::span<const Expected> expected) {
  expected_.emplace();
  for (const Expected& one : expected) {
    expected_->emplace(one.name, one.index);
  }
}

bool Merger::has(std::string_view target) const {
  return targets_.contains(target);
}

Added Merger::add(const Result& result) {
  if (expected_ && !expected_->contains(result.target)) {
    return Added::no_target;
  }
  if (has(result.target)) {
    return Added::known_already;
  }
  const Report& report = result.report;
  targets_.emplace(result.target, in_short(result));
  add_findings(result);
  add_times(report);
  requests_.sent += report.requests.sent;
  requests_.authenticated += report.requests.authenticated;
  requests_.budget += report.requests.budget;
  rules_version_ = rules_version_.empty() || rules_version_ == report.rules_version
                       ? report.rules_version
                       : "several";
  mode_ = report.mode == Mode::live ? Mode::live : mode_;
  return Added::yes;
}

void Merger::add_findings(const Result& result) {
  const std::vector<std::string> own = own_names(result);
  for (const Finding& finding : result.report.findings) {
    std::string title = generalised(finding.title, own);
    // A symptom stays with its cause.
    const Finding& root = root_in(result.report, finding);
    std::string key = key_of(finding, title);
    key += &root == &finding ? "" : "\n" + key_of(root, generalised(root.title, own));
    if (!groups_.contains(key) && ++groups_of_rule_[finding.rule] > most_of_a_rule) {
      title += " (or the like)";
      key = key_of(finding, "");
    }
    join_group(groups_, std::move(key), finding, title, result);
  }
  for (const Suppressed& one : result.report.suppressed) {
    const std::string title = generalised(one.finding.title, own);
    std::string key =
        fmt::format("{}\n{}\n{}\n{}", key_of(one.finding, title), one.by, one.reason, one.until);
    join_group(aside_, key, one.finding, title, result);
    Suppressed& aside = aside_.at(key).aside;
    aside.by = one.by;
    aside.reason = one.reason;
    aside.until = one.until;
  }
}

void Merger::add_times(const Report& report) {
  const std::optional<TimePoint> begins = parse_rfc3339(report.started_at);
  if (!begins) {
    return;
  }
  const TimePoint ends =
      *begins + std::chrono::duration_cast<TimePoint::duration>(
                    std::chrono::duration<double, std::milli>(report.duration_ms));
  begins_ = begins_ ? std::min(*begins_, *begins) : *begins;
  ends_ = ends_ ? std::max(*ends_, ends) : ends;
}

Report Merger::finish(std::string_view tool_version) const {
  Report out{.tool_version = std::string{tool_version},
             .rules_version = rules_version_.empty() ? "none" : rules_version_,
             .run_id = fmt::format("{:016x}", random_word()),
             .started_at = format_rfc3339(begins_.value_or(TimePoint{}))};
  if (begins_) {
    out.duration_ms = std::chrono::duration<double, std::milli>(*ends_ - *begins_).count();
  }
  out.mode = targets_.empty() ? Mode::offline : mode_;
  out.requests = requests_;
  Fleet fleet;
  for (const auto& [name, target] : targets_) {
    fleet.targets.push_back(target);
    out.complete = out.complete && target.verdict != Verdict::undecided;
  }
  std::ranges::stable_sort(fleet.targets, {}, &FleetTarget::index);
  if (expected_) {
    std::vector<std::pair<std::size_t, std::string>> missing;
    for (const auto& [name, index] : *expected_) {
      if (!has(name)) {
        missing.emplace_back(index, name);
      }
    }
    std::ranges::sort(missing);
    for (auto& [index, name] : missing) {
      fleet.missing.push_back(std::move(name));
    }
  }
  out.complete = out.complete && fleet.missing.empty();
  for (const auto& [key, group] : groups_) {
    out.findings.push_back(finding_of(group, fleet.targets.size()));
  }
  std::ranges::stable_sort(out.findings, comes_first);
  for (const auto& [key, group] : aside_) {
    out.suppressed.push_back(group.aside);
    out.suppressed.back().finding = finding_of(group, fleet.targets.size());
  }
  out.fleet = std::move(fleet);
  out.verdict = rules::verdict_of(out.findings, out.complete);
  out.summary = rules::summarize(out.findings, {});
  return out;
}

}  // namespace doctor::fleet
