#include "bundle/report_reader.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "core/document.h"

namespace doctor::bundle {
namespace {

constexpr std::string_view schema = "oneclaw-doctor/report/v1";
constexpr std::string_view any_schema = "oneclaw-doctor/report/";

int count_of(const Node& node) {
  constexpr std::int64_t most = std::numeric_limits<int>::max();
  return static_cast<int>(std::clamp<std::int64_t>(node.integer().value_or(0), 0, most));
}

/// nullopt for what no fact can be: null, an object.
std::optional<FactValue> value_of(const Node& node) {
  if (node.is_text()) {
    return FactValue{node.text_or("")};
  }
  if (const auto boolean = node.boolean()) {
    return FactValue{*boolean};
  }
  if (node.is_array()) {
    return FactValue{node.texts()};
  }
  if (node.is_integer()) {
    return FactValue{node.integer().value_or(0)};
  }
  if (const auto number = node.number()) {
    return FactValue{*number};
  }
  return std::nullopt;
}

Observation observation_of(const Node& node) {
  Observation out{.id = node["id"].text_or(""),
                  .probe = node["probe"].text_or(""),
                  .layer = node["layer"].text_or("")};
  if (!parse_status(node["status"].text_or(""), out.status)) {
    out.status = Status::unknown;
  }
  for (const Node& fact : node["facts"].items()) {
    const std::string name = fact["name"].text_or("");
    if (auto value = value_of(fact["value"]); value && !name.empty()) {
      out.facts.set(name, std::move(*value));
    }
  }
  out.blocked_by = node["blocked_by"].text_or("");
  out.reason = node["reason"].text_or("");
  out.duration_ms = std::max(0.0, node["duration_ms"].number().value_or(0));
  return out;
}

FixStep step_of(const Node& node) {
  FixStep out{.text = node["text"].text_or(""), .command = node["command"].texts()};
  (void)parse_actor(node["actor"].text_or(""), out.actor);
  return out;
}

RequestCount requests_of(const Node& node) {
  return {.sent = count_of(node["sent"]),
          .authenticated = count_of(node["authenticated"]),
          .budget = count_of(node["budget"])};
}

Summary summary_of(const Node& node) {
  return {.errors = count_of(node["errors"]),
          .warnings = count_of(node["warnings"]),
          .passed = count_of(node["passed"]),
          .failed = count_of(node["failed"]),
          .skipped = count_of(node["skipped"]),
          .unknown = count_of(node["unknown"])};
}

Finding finding_of(const Node& node) {
  Finding out;
  out.rule = node["rule"].text_or("");
  out.row = node["row"].text_or("");
  (void)parse_severity(node["severity"].text_or(""), out.severity);
  (void)parse_certainty(node["certainty"].text_or(""), out.certainty);
  out.root_cause = node["root_cause"].boolean().value_or(true);
  out.caused_by = node["caused_by"].texts();
  out.title = node["title"].text_or("");
  out.cause = node["cause"].text_or("");
  out.because = node["because"].texts();
  out.ruled_out = node["ruled_out"].texts();
  for (const Node& step : node["fix"].items()) {
    out.fix.push_back(step_of(step));
  }
  out.docs = node["docs"].text_or("");
  out.evidence = node["evidence"].texts();
  if (node["targets"].is_array()) {
    out.spread = {.targets = node["targets"].texts()};
  }
  return out;
}

Suppressed suppressed_of(const Node& node) {
  return {.finding = finding_of(node["finding"]),
          .by = node["by"].text_or(""),
          .reason = node["reason"].text_or(""),
          .until = node["until"].text_or("")};
}

std::vector<TargetValue> target_of(const Node& node) {
  std::vector<TargetValue> out;
  for (const std::string& name : node.keys()) {
    const Node value = node[name];
    out.push_back({.name = name,
                   .value = value["value"].text_or(""),
                   .source = value["source"].text_or(""),
                   .overrides = value["overrides"].texts(),
                   .disagrees = value["disagrees"].texts()});
  }
  return out;
}

FleetTarget fleet_target_of(const Node& node) {
  FleetTarget out{.name = node["target"].text_or(""),
                  .index = static_cast<std::size_t>(count_of(node["index"])),
                  .root_cause = node["root_cause"].text_or(""),
                  .summary = summary_of(node["summary"]),
                  .requests = requests_of(node["requests"]),
                  .complete = node["complete"].boolean().value_or(true),
                  .started_at = node["started_at"].text_or(""),
                  .duration_ms = std::max(0.0, node["duration_ms"].number().value_or(0))};
  (void)parse_verdict(node["verdict"].text_or(""), out.verdict);
  return out;
}

Fleet fleet_of(const Node& node) {
  Fleet out{.missing = node["missing"].texts()};
  for (const Node& target : node["results"].items()) {
    out.targets.push_back(fleet_target_of(target));
  }
  return out;
}

/// A finding tells for which targets it holds, the fleet of how many.
void spread_over(std::int64_t targets, Report& report) {
  const auto set = [targets](Finding& finding) {
    if (finding.spread) {
      finding.spread->of = targets;
    }
  };
  std::ranges::for_each(report.findings, set);
  for (Suppressed& one : report.suppressed) {
    set(one.finding);
  }
}

/// A point in time that was not reached is absent.
double point_of(const Node& node) {
  return std::max(-1.0, node.number().value_or(-1));
}

RequestTime request_of(const Node& node) {
  return {.probe = node["probe"].text_or(""),
          .request = node["request"].text_or(""),
          .status = count_of(node["status"]),
          .started_ms = std::max(0.0, node["started_ms"].number().value_or(0)),
          .dns_ms = point_of(node["dns_ms"]),
          .tcp_ms = point_of(node["tcp_ms"]),
          .tls_ms = point_of(node["tls_ms"]),
          .first_byte_ms = point_of(node["first_byte_ms"]),
          .total_ms = point_of(node["total_ms"]),
          .connection_reused = node["connection_reused"].boolean().value_or(false)};
}

Timeline timeline_of(const Node& node) {
  Timeline out{.round_trip_ms = point_of(node["round_trip_ms"]),
               .critical_path = node["critical_path"].texts()};
  for (const Node& request : node["requests"].items()) {
    out.requests.push_back(request_of(request));
  }
  return out;
}

}  // namespace

Result<Report> read_report(std::string_view json) {
  // The list of a fleet's targets is as long as the fleet.
  constexpr int most_values = 1'000'000;
  const auto document = Document::parse(json, {.max_values = most_values});
  if (!document) {
    return failure("is no JSON report");
  }
  return read_report(document->root());
}

Result<Report> read_report(const Node& root) {
  const std::string name = root["schema"].text_or("");
  if (name != schema) {
    return name.starts_with(any_schema)
               ? failure("is a report of another version than this program reads (v1)")
               : failure("is JSON, but no report of oneclaw-doctor");
  }
  Report out{.tool_version = root["tool"]["version"].text_or(""),
             .rules_version = root["tool"]["rules_version"].text_or(""),
             .run_id = root["run"]["id"].text_or(""),
             .started_at = root["run"]["started_at"].text_or("")};
  out.duration_ms = std::max(0.0, root["run"]["duration_ms"].number().value_or(0));
  (void)parse_mode(root["run"]["mode"].text_or(""), out.mode);
  out.requests = requests_of(root["run"]["requests"]);
  out.complete = root["run"]["complete"].boolean().value_or(true);
  out.target = target_of(root["target"]);
  (void)parse_verdict(root["verdict"].text_or(""), out.verdict);
  for (const Node& finding : root["findings"].items()) {
    if (finding["change"].text_or("") != "gone") {
      out.findings.push_back(finding_of(finding));
    }
  }
  for (const Node& one : root["suppressed"].items()) {
    out.suppressed.push_back(suppressed_of(one));
  }
  for (const Node& observation : root["observations"].items()) {
    out.observations.push_back(observation_of(observation));
  }
  out.timeline = timeline_of(root["timeline"]);
  out.summary = summary_of(root["summary"]);
  if (root["fleet"].is_object()) {
    out.fleet = fleet_of(root["fleet"]);
    spread_over(static_cast<std::int64_t>(out.fleet->targets.size()), out);
  }
  return out;
}

}  // namespace doctor::bundle
