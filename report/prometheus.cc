// The text exposition format, for the textfile collector: no timestamps, every family whole, with
// its help and type. What is unknown has no sample.

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/time.h"
#include "report/measures.h"
#include "report/report.h"
#include "report/words.h"

namespace doctor::report {
namespace {

using Label = std::pair<std::string_view, std::string_view>;
using Labels = std::vector<Label>;

std::string escaped(std::string_view value) {
  std::string out;
  for (const char c : plain(value)) {
    out += c == '\\' || c == '"' ? "\\" : "";
    out += c;
  }
  return out;
}

/// Families in the making; each begins with family() and gets its samples right after.
class Exposition {
 public:
  void family(std::string_view name, std::string_view help) {
    name_ = name;
    text_ +=
        fmt::format("# HELP oneclaw_doctor_{0} {1}\n# TYPE oneclaw_doctor_{0} gauge\n", name, help);
  }
  void sample(const Labels& labels, double value) {
    text_ += fmt::format("oneclaw_doctor_{}", name_);
    for (std::size_t i = 0; i < labels.size(); ++i) {
      text_ += fmt::format(
          "{}{}=\"{}\"", i == 0 ? '{' : ',', labels[i].first, escaped(labels[i].second));
    }
    text_ += fmt::format("{} {}\n", labels.empty() ? "" : "}", number(value));
  }
  void only(std::string_view name, std::string_view help, std::optional<double> value) {
    if (value) {
      family(name, help);
      sample({}, *value);
    }
  }
  std::string take() { return std::move(text_); }

 private:
  static std::string number(double value) {
    return std::isfinite(value) ? fmt::format("{:.15g}", value) : "0";
  }

  std::string_view name_;
  std::string text_;
};

std::string_view yes_no(bool value) {
  return value ? "true" : "false";
}

constexpr std::array all_verdicts{
    Verdict::healthy, Verdict::degraded, Verdict::unhealthy, Verdict::undecided};

/// What was examined, in the one family that says what this file is about.
std::string_view target_name(const Report& report) {
  for (const std::string_view name : {"name", "base_url"}) {
    const auto found = std::ranges::find(report.target, name, &TargetValue::name);
    if (found != report.target.end()) {
      return found->value;
    }
  }
  return "";
}

void add_info(Exposition& out, const Report& report) {
  out.family("info", "What judged, how it ran, and what was examined.");
  Labels labels{{"version", report.tool_version},
                {"rules_version", report.rules_version},
                {"mode", name_of(report.mode)}};
  if (const std::string_view target = target_name(report); !target.empty()) {
    labels.emplace_back("target", target);
  }
  out.sample(labels, 1);
}

void add_run(Exposition& out, const Report& report) {
  out.family("verdict", "1 for the verdict of the run, 0 for the others.");
  for (const Verdict verdict : all_verdicts) {
    out.sample({{"verdict", name_of(verdict)}}, verdict == report.verdict ? 1 : 0);
  }
  out.only("run_complete", "0 when the run could not ask all its questions.", report.complete);
  out.only("run_duration_seconds", "How long the run took.", report.duration_ms / 1000);
  out.family("requests", "Requests of the run.");
  out.sample({{"kind", "sent"}}, report.requests.sent);
  out.sample({{"kind", "authenticated"}}, report.requests.authenticated);
}

/// A rule may be met several times, when records are grouped; a series may stand only once.
bool is_first_of_its_rule(const Report& report, const Finding& finding) {
  const auto* at = report.findings.data();
  while (at->rule != finding.rule) {
    ++at;
  }
  return at == &finding;
}

void add_findings(Exposition& out, const Report& report) {
  out.family("findings", "Findings by severity.");
  for (const Severity severity : {Severity::error, Severity::warning, Severity::info}) {
    const auto count = std::ranges::count(report.findings, severity, &Finding::severity);
    out.sample({{"severity", name_of(severity)}}, static_cast<double>(count));
  }
  if (!report.suppressed.empty()) {
    out.family("suppressed", "1 for each rule whose finding counts for nothing.");
    std::vector<std::string_view> seen;
    for (const Suppressed& one : report.suppressed) {
      if (std::ranges::find(seen, one.finding.rule) == seen.end()) {
        seen.emplace_back(one.finding.rule);
        out.sample({{"rule", one.finding.rule}, {"by", one.by}}, 1);
      }
    }
  }
  if (report.findings.empty()) {
    return;
  }
  out.family("finding", "1 for each rule that found something.");
  for (const Finding& finding : report.findings) {
    if (is_first_of_its_rule(report, finding)) {
      out.sample({{"rule", finding.rule},
                  {"row", finding.row},
                  {"severity", name_of(finding.severity)},
                  {"certainty", name_of(finding.certainty)},
                  {"root_cause", yes_no(finding.root_cause)}},
                 1);
    }
  }
}

/// A rule may hold for one target in several ways (two vaults); a series may stand only once.
void add_fleet_findings(Exposition& out, const Report& report) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const Finding& finding : report.findings) {
    if (!finding.spread) {
      continue;
    }
    for (const std::string& target : finding.spread->targets) {
      if (seen.empty()) {
        out.family("finding", "1 for each rule that found something.");
      }
      if (seen.emplace(finding.rule, target).second) {
        out.sample({{"target", target},
                    {"rule", finding.rule},
                    {"row", finding.row},
                    {"severity", name_of(finding.severity)},
                    {"certainty", name_of(finding.certainty)},
                    {"root_cause", yes_no(finding.root_cause)}},
                   1);
      }
    }
  }
}

void add_probes(Exposition& out, const Report& report) {
  if (report.observations.empty()) {
    return;
  }
  out.family("probe_status", "1 for the outcome that the probe had.");
  for (const Observation& seen : report.observations) {
    out.sample({{"probe", seen.id}, {"layer", seen.layer}, {"status", name_of(seen.status)}}, 1);
  }
  out.family("probe_duration_seconds", "How long the probe took; none for those skipped.");
  for (const Observation& seen : report.observations) {
    if (seen.status != Status::skip) {
      out.sample({{"probe", seen.id}, {"layer", seen.layer}}, seen.duration_ms / 1000);
    }
  }
}

/// One sample per target, or several that differ in one label.
using Value = double (*)(const FleetTarget&);
void add_targets(Exposition& out,
                 std::string_view name,
                 std::string_view help,
                 const Fleet& fleet,
                 Value value) {
  out.family(name, help);
  for (const FleetTarget& target : fleet.targets) {
    out.sample({{"target", target.name}}, value(target));
  }
}

/// The families of one run, with a label more; of a fleet, whose observations are not here, no
/// probes and measures.
void add_fleet(Exposition& out, const Report& report, const Fleet& fleet) {
  out.family("targets", "Targets by verdict; missing: those without a result.");
  for (const Verdict verdict : all_verdicts) {
    out.sample(
        {{"verdict", name_of(verdict)}},
        static_cast<double>(std::ranges::count(fleet.targets, verdict, &FleetTarget::verdict)));
  }
  out.sample({{"verdict", "missing"}}, static_cast<double>(fleet.missing.size()));
  if (fleet.targets.empty()) {
    return;
  }
  out.family("verdict", "1 for the verdict of the target, 0 for the others.");
  for (const FleetTarget& target : fleet.targets) {
    for (const Verdict verdict : all_verdicts) {
      out.sample({{"target", target.name}, {"verdict", name_of(verdict)}},
                 verdict == target.verdict ? 1 : 0);
    }
  }
  out.family("findings", "Findings by severity.");
  for (const FleetTarget& target : fleet.targets) {
    out.sample({{"target", target.name}, {"severity", "error"}}, target.summary.errors);
    out.sample({{"target", target.name}, {"severity", "warning"}}, target.summary.warnings);
  }
  add_fleet_findings(out, report);
  out.family("requests", "Requests of the run.");
  for (const FleetTarget& target : fleet.targets) {
    out.sample({{"target", target.name}, {"kind", "sent"}}, target.requests.sent);
    out.sample({{"target", target.name}, {"kind", "authenticated"}}, target.requests.authenticated);
  }
  add_targets(out,
              "run_complete",
              "0 when the run could not ask all its questions.",
              fleet,
              [](const FleetTarget& target) { return target.complete ? 1.0 : 0.0; });
  add_targets(
      out, "run_duration_seconds", "How long the run took.", fleet, [](const FleetTarget& target) {
        return target.duration_ms / 1000;
      });
}

}  // namespace

std::string render_prometheus(const Report& report, const Style&) {
  const Measures measures = measures_of(report);
  Exposition out;
  add_info(out, report);
  if (report.fleet) {
    add_fleet(out, report, *report.fleet);
    return out.take();
  }
  add_run(out, report);
  add_findings(out, report);
  add_probes(out, report);
  out.only("run_timestamp_seconds", "When the run began, by this machine.", measures.run_at);
  out.only("quota_used", "Requests used this month.", measures.quota_used);
  out.only("quota_limit", "Requests included per month.", measures.quota_limit);
  out.only("clock_offset_seconds",
           "Server clock minus local clock; positive when this machine is behind.",
           measures.clock_offset);
  out.only("certificate_expiry_timestamp_seconds",
           "When the server's certificate ends.",
           measures.certificate_ends_at);
  out.only("token_expiry_timestamp_seconds",
           "When the access token ends, by the server's clock.",
           measures.token_ends_at);
  out.only("key_expiry_timestamp_seconds",
           "When the agent's key ends, by the server's clock.",
           measures.key_ends_at);
  return out.take();
}

}  // namespace doctor::report
