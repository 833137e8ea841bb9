#include "bundle/compare.h"

#include <algorithm>
#include <array>
#include <set>

#include "rules/diagnosis.h"
#include "rules/suppress.h"

namespace doctor::bundle {
namespace {

const Finding* find_rule(const std::vector<Finding>& findings, std::string_view rule) {
  const auto found = std::ranges::find(findings, rule, &Finding::rule);
  return found == findings.end() ? nullptr : &*found;
}

/// Whether it counts or is known makes no difference to whether it is there.
const Finding* find_rule(const Report& report, std::string_view rule) {
  if (const Finding* const finding = find_rule(report.findings, rule)) {
    return finding;
  }
  const auto found = std::ranges::find_if(
      report.suppressed, [rule](const Suppressed& one) { return one.finding.rule == rule; });
  return found == report.suppressed.end() ? nullptr : &found->finding;
}

bool same_judgement(const Finding& a, const Finding& b) {
  return a.severity == b.severity && a.certainty == b.certainty && a.root_cause == b.root_cause &&
         a.caused_by == b.caused_by && a.title == b.title && a.because == b.because;
}

/// The kinds of change, in the order in which they are read.
struct Kind {
  std::string_view word;
  std::string_view prefix;
};
constexpr std::array<Kind, 6> kinds{{{"new", "New: "},
                                     {"worse", "Worse: "},
                                     {"changed", "Changed: "},
                                     {"better", "Better: "},
                                     {"same", "As before: "},
                                     {"gone", "Gone: "}}};

const Kind& kind_of(const Finding* before, const Finding& after) {
  if (before == nullptr) {
    return kinds[0];
  }
  if (before->severity != after.severity) {
    return after.severity > before->severity ? kinds[1] : kinds[3];
  }
  return same_judgement(*before, after) ? kinds[4] : kinds[2];
}

std::size_t place_of(const Finding& finding) {
  const auto* found = std::ranges::find(kinds, finding.change, &Kind::word);
  return static_cast<std::size_t>(found - kinds.begin());
}

Finding marked(Finding finding, const Kind& kind) {
  finding.change = kind.word;
  finding.title.insert(0, kind.prefix);
  return finding;
}

/// What no longer holds asks for nothing: an info without causes and steps.
Finding departed(const Finding& finding) {
  Finding out = marked(finding, kinds[5]);
  out.severity = Severity::info;
  out.root_cause = true;
  out.caused_by.clear();
  out.fix.clear();
  return out;
}

std::string text_of(const FactValue* value) {
  return value == nullptr ? "unknown" : to_text(*value);
}

Facts moved_facts(const Facts& before, const Facts& after) {
  std::set<std::string_view> names;
  for (const Facts* facts : {&before, &after}) {
    for (const auto& [name, value] : *facts) {
      names.insert(name);
    }
  }
  Facts out;
  for (const std::string_view name : names) {
    const FactValue* was = before.find(name);
    const FactValue* is = after.find(name);
    if (was == nullptr || is == nullptr || *was != *is) {
      out.set(name, text_of(was) + " → " + text_of(is));
    }
  }
  return out;
}

/// nullopt when neither an outcome nor a fact moved.
std::optional<Observation> moved(const Observation* before, const Observation* after) {
  Observation nothing;
  nothing.status = Status::skip;
  const Observation& was = before == nullptr ? nothing : *before;
  Observation out = after == nullptr ? *before : *after;
  const Facts& now = after == nullptr ? nothing.facts : after->facts;
  out.status = after == nullptr ? Status::skip : after->status;
  out.facts = moved_facts(was.facts, now);
  if (out.status == was.status && out.facts.empty()) {
    return std::nullopt;
  }
  if (out.status != was.status) {
    const std::string outcome = "was " + std::string{name_of(was.status)};
    out.reason = out.reason.empty() ? outcome : outcome + "; " + out.reason;
  }
  return out;
}

const Observation* find_observation(const Report& report, std::string_view id) {
  const auto found = std::ranges::find(report.observations, id, &Observation::id);
  return found == report.observations.end() ? nullptr : &*found;
}

std::vector<Observation> moved_observations(const Report& earlier, const Report& later) {
  std::vector<Observation> out;
  const auto add = [&out](std::optional<Observation> one) {
    if (one) {
      out.push_back(std::move(*one));
    }
  };
  for (const Observation& after : later.observations) {
    add(moved(find_observation(earlier, after.id), &after));
  }
  for (const Observation& before : earlier.observations) {
    if (find_observation(later, before.id) == nullptr) {
      add(moved(&before, nullptr));
    }
  }
  return out;
}

}  // namespace

Comparison compare(const Report& earlier, const Report& later) {
  Comparison out{.tool_version = earlier.tool_version,
                 .rules_version = earlier.rules_version,
                 .verdict = earlier.verdict};
  for (const Finding& finding : later.findings) {
    const Finding* before = find_rule(earlier, finding.rule);
    if (before == nullptr) {
      out.fresh.push_back(finding.rule);
    } else if (!same_judgement(*before, finding)) {
      out.changed.push_back(finding.rule);
    }
  }
  for (const Finding& finding : earlier.findings) {
    if (find_rule(later, finding.rule) == nullptr) {
      out.gone.push_back(finding.rule);
    }
  }
  return out;
}

Report replay(const Report& earlier, const rules::Table& table, std::string_view tool_version) {
  Report out = earlier;
  out.tool_version = tool_version;
  out.rules_version = table.version;
  out.mode = Mode::offline;
  out.findings = rules::diagnose(table, out.observations);
  out.verdict = rules::verdict_of(out.findings, out.complete);
  out.summary = rules::summarize(out.findings, out.observations);
  out.suppressed.clear();
  rules::suppress(rules::suppressions_in(earlier), out);
  out.compared = compare(earlier, out);
  return out;
}

Report diff(const Report& earlier, const Report& later) {
  Report out = later;
  out.mode = Mode::offline;
  for (Finding& finding : out.findings) {
    finding = marked(finding, kind_of(find_rule(earlier, finding.rule), finding));
  }
  for (const Finding& finding : earlier.findings) {
    if (find_rule(later, finding.rule) == nullptr) {
      out.findings.push_back(departed(finding));
    }
  }
  std::ranges::stable_sort(out.findings, {}, place_of);
  out.observations = moved_observations(earlier, later);
  out.timeline = {};
  out.compared = compare(earlier, later);
  return out;
}

bool is_regression(const Finding& finding) {
  return finding.change == "new" || finding.change == "worse";
}

}  // namespace doctor::bundle
