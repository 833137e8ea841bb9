#include "rules/suppress.h"

#include <algorithm>
#include <functional>
#include <optional>

#include <fmt/format.h>

#include "rules/diagnosis.h"

namespace doctor::rules {
namespace {

/// Why a finding is known; nullopt: it is not.
struct Known {
  std::string by;
  std::string reason;
  std::string until = {};
};
using Judge = std::function<std::optional<Known>(const Finding&)>;

bool holds(const Suppression& suppression, const Finding& finding) {
  return suppression.what == finding.rule || suppression.what == finding.row;
}

const Suppressed* find_suppressed(const Report& report, std::string_view rule) {
  const auto found = std::ranges::find_if(
      report.suppressed, [rule](const Suppressed& one) { return one.finding.rule == rule; });
  return found == report.suppressed.end() ? nullptr : &*found;
}

/// A symptom goes with its causes, once the last of them is gone.
std::optional<Known> with_its_causes(const Finding& finding, const Report& report) {
  const Suppressed* last = nullptr;
  for (const std::string& cause : finding.caused_by) {
    last = find_suppressed(report, cause);
    if (last == nullptr) {
      return std::nullopt;
    }
  }
  return last == nullptr
             ? std::nullopt
             : std::optional{Known{.by = last->by,
                                   .reason = fmt::format("follows from {}", last->finding.rule),
                                   .until = last->until}};
}

/// One round; false when nothing moved.
bool move(const Judge& judge, Report& report) {
  std::vector<Finding> left;
  for (Finding& finding : report.findings) {
    if (const std::optional<Known> known = judge(finding)) {
      report.suppressed.push_back({.finding = std::move(finding),
                                   .by = known->by,
                                   .reason = known->reason,
                                   .until = known->until});
    } else {
      left.push_back(std::move(finding));
    }
  }
  const bool moved = left.size() < report.findings.size();
  report.findings = std::move(left);
  return moved;
}

void judge_anew(Report& report) {
  assign_statuses(report.findings, report.observations);
  report.verdict = verdict_of(report.findings, report.complete);
  report.summary = summarize(report.findings, report.observations);
}

void suppress_by(const Judge& judge, Report& report) {
  if (!move(judge, report)) {
    return;
  }
  const Judge symptoms = [&report](const Finding& finding) {
    return with_its_causes(finding, report);
  };
  while (move(symptoms, report)) {
  }
  judge_anew(report);
}

}  // namespace

bool is_known(const Table& table, std::string_view rule_or_row) {
  return table.find(rule_or_row) != nullptr || position_of_row(rule_or_row) < rows().size();
}

void suppress(const std::vector<Suppression>& list, Report& report) {
  suppress_by(
      [&](const Finding& finding) -> std::optional<Known> {
        const auto found =
            std::ranges::find_if(list, [&](const Suppression& one) { return holds(one, finding); });
        return found == list.end()
                   ? std::nullopt
                   : std::optional{
                         Known{.by = found->by, .reason = found->reason, .until = found->until}};
      },
      report);
}

std::vector<Suppression> suppressions_in(const Report& report) {
  std::vector<Suppression> out;
  for (const Suppressed& one : report.suppressed) {
    out.push_back(
        {.what = one.finding.rule, .reason = one.reason, .until = one.until, .by = one.by});
  }
  return out;
}

void suppress_known(const Report& earlier, Report& report) {
  const auto severity_before = [&earlier](const Finding& finding) -> std::optional<Severity> {
    const auto found = std::ranges::find(earlier.findings, finding.rule, &Finding::rule);
    if (found != earlier.findings.end()) {
      return found->severity;
    }
    const Suppressed* const known = find_suppressed(earlier, finding.rule);
    return known == nullptr ? std::nullopt : std::optional{known->finding.severity};
  };
  suppress_by(
      [&](const Finding& finding) -> std::optional<Known> {
        const std::optional<Severity> before = severity_before(finding);
        // What is no more than a note is in nobody's way.
        return before && *before >= finding.severity && finding.severity > Severity::info
                   ? std::optional{Known{
                         .by = "baseline",
                         .reason = fmt::format("known since {}", earlier.started_at)}}
                   : std::nullopt;
      },
      report);
}

}  // namespace doctor::rules
