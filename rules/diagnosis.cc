#include "rules/diagnosis.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "rules/fold.h"
#include "rules/sentence.h"

namespace doctor::rules {
namespace {

/// All facts of a run.
Facts gather(const std::vector<Observation>& observations) {
  Facts out;
  for (const Observation& observation : observations) {
    out.merge(observation.facts);
  }
  return out;
}

/// The observation that each of these facts comes from, in their order.
std::vector<std::string> observations_with(const std::vector<std::string>& facts,
                                           const std::vector<Observation>& observations) {
  std::set<std::size_t> indices;
  for (const std::string& fact : facts) {
    const auto found = std::ranges::find_if(observations, [&](const Observation& observation) {
      return observation.facts.find(fact) != nullptr;
    });
    if (found != observations.end()) {
      indices.insert(static_cast<std::size_t>(found - observations.begin()));
    }
  }
  std::vector<std::string> out;
  std::ranges::transform(
      indices, std::back_inserter(out), [&](std::size_t index) { return observations[index].id; });
  return out;
}

Certainty certainty_of(const Rule& rule, const Facts& facts) {
  const bool is_raised =
      rule.raised && rule.raise_when && evaluate(*rule.raise_when, facts, nullptr) == Truth::yes;
  return is_raised ? *rule.raised : rule.certainty;
}

std::vector<Candidate> candidates_of(const Table& table,
                                     const Facts& facts,
                                     const std::vector<Observation>& observations) {
  std::vector<Candidate> out;
  for (std::size_t i = 0; i < table.rules.size(); ++i) {
    const Rule& rule = table.rules[i];
    std::vector<std::string> used;
    if (evaluate(rule.when, facts, &used) == Truth::yes) {
      out.push_back({.rule = &rule,
                     .certainty = certainty_of(rule, facts),
                     .place = i,
                     .evidence = observations_with(used, observations)});
    }
  }
  return out;
}

bool applies(const Sentence& sentence, const Facts& facts) {
  return !sentence.when || evaluate(*sentence.when, facts, nullptr) == Truth::yes;
}

std::vector<std::string> say(const std::vector<Sentence>& sentences, const Facts& facts) {
  std::vector<std::string> out;
  for (const Sentence& sentence : sentences) {
    if (!applies(sentence, facts)) {
      continue;
    }
    if (auto text = render(sentence.text, facts)) {
      out.push_back(std::move(*text));
    }
  }
  return out;
}

std::vector<FixStep> steps_of(const Rule& rule, const Facts& facts) {
  std::vector<FixStep> out;
  for (const Fix& fix : rule.fix) {
    if (applies(fix.text, facts)) {
      out.push_back({.text = render_always(fix.text.text, facts),
                     .actor = fix.actor,
                     .command = render_command(fix.command, facts)});
    }
  }
  return out;
}

Finding finding_of(const Candidate& candidate,
                   const std::vector<Candidate>& candidates,
                   const Facts& facts) {
  const Rule& rule = *candidate.rule;
  Finding out{.rule = rule.id,
              .row = rule.row,
              .severity = rule.severity,
              .certainty = candidate.certainty,
              .root_cause = candidate.causes.empty(),
              .title = render_always(rule.title, facts),
              .cause = render_always(rule.cause, facts),
              .because = say(rule.because, facts),
              .ruled_out = say(rule.ruled_out, facts),
              .fix = steps_of(rule, facts),
              .docs = rule.docs,
              .evidence = candidate.evidence};
  for (const std::size_t cause : candidate.causes) {
    out.caused_by.push_back(candidates[cause].rule->id);
  }
  return out;
}

bool is_settled_by_probe(Status status) {
  return status == Status::skip || status == Status::unknown || status == Status::timeout;
}

int count(const std::vector<Finding>& findings, Severity severity) {
  return static_cast<int>(std::ranges::count(findings, severity, &Finding::severity));
}

int count(const std::vector<Observation>& observations, Status status) {
  return static_cast<int>(std::ranges::count(observations, status, &Observation::status));
}

}  // namespace

std::vector<Finding> diagnose(const Table& table, std::vector<Observation>& observations) {
  const Facts facts = gather(observations);
  std::vector<Candidate> candidates = candidates_of(table, facts, observations);
  sort_by_weight(candidates);
  drop_explained_fallbacks(candidates);
  find_causes(candidates);
  std::vector<Finding> findings;
  findings.reserve(candidates.size());
  for (const Candidate& candidate : candidates) {
    findings.push_back(finding_of(candidate, candidates, facts));
  }
  std::stable_partition(
      findings.begin(), findings.end(), [](const Finding& finding) { return finding.root_cause; });
  assign_statuses(findings, observations);
  return findings;
}

void assign_statuses(const std::vector<Finding>& findings, std::vector<Observation>& observations) {
  for (Observation& observation : observations) {
    if (is_settled_by_probe(observation.status)) {
      continue;
    }
    Severity worst = Severity::info;
    for (const Finding& finding : findings) {
      if (std::ranges::find(finding.evidence, observation.id) != finding.evidence.end()) {
        worst = std::max(worst, finding.severity);
      }
    }
    observation.status = worst == Severity::error     ? Status::fail
                         : worst == Severity::warning ? Status::warn
                                                      : Status::pass;
  }
}

Verdict verdict_of(const std::vector<Finding>& findings, bool complete) {
  if (count(findings, Severity::error) > 0) {
    return Verdict::unhealthy;
  }
  if (!complete) {
    return Verdict::undecided;
  }
  return count(findings, Severity::warning) > 0 ? Verdict::degraded : Verdict::healthy;
}

Summary summarize(const std::vector<Finding>& findings,
                  const std::vector<Observation>& observations) {
  return {.errors = count(findings, Severity::error),
          .warnings = count(findings, Severity::warning),
          .passed = count(observations, Status::pass),
          .failed = count(observations, Status::fail),
          .skipped = count(observations, Status::skip),
          .unknown = count(observations, Status::unknown) + count(observations, Status::timeout)};
}

}  // namespace doctor::rules
