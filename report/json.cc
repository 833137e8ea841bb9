#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "report/report.h"

namespace doctor::report {
namespace {

using Json = nlohmann::ordered_json;  // members stand in the order of the contract

/// A tenth of a millisecond is as much as the clock means; infinities have no JSON form.
double tidy(double milliseconds) {
  return std::isfinite(milliseconds) ? std::round(milliseconds * 10) / 10 : 0.0;
}

struct ToJson {
  template <typename T>
  Json operator()(const T& value) const {
    return value;
  }
  Json operator()(double value) const { return std::isfinite(value) ? Json(value) : Json(0.0); }
};

/// An object with room for its members: one that grows copies them, with all that is below them.
Json object_for(std::size_t members) {
  Json out = Json::object();
  out.get_ref<Json::object_t&>().reserve(members);
  return out;
}

Json json_of(const Facts& facts) {
  Json out = Json::array();
  out.get_ref<Json::array_t&>().reserve(facts.size());
  for (const auto& [name, value] : facts) {
    Json fact = object_for(2);
    fact["name"] = name;
    fact["value"] = std::visit(ToJson{}, value);
    out.push_back(std::move(fact));
  }
  return out;
}

Json json_of(const std::vector<TargetValue>& target) {
  Json out = object_for(target.size());
  for (const TargetValue& value : target) {
    Json& one = out[value.name] = object_for(4);
    one["value"] = value.value;
    one["source"] = value.source;
    one["overrides"] = value.overrides;
    one["disagrees"] = value.disagrees;
  }
  return out;
}

Json json_of(const FixStep& step) {
  Json out{{"text", step.text}, {"actor", name_of(step.actor)}};
  if (!step.command.empty()) {
    out["command"] = step.command;
  }
  return out;
}

void add_met(const Met& met, Json& out) {
  out["count"] = met.count;
  if (!met.first_at.empty()) {
    out["first_at"] = met.first_at;
    out["last_at"] = met.last_at;
  }
  if (!met.sample.empty()) {
    out["sample"] = met.sample;
  }
  if (!met.group.empty()) {
    out["group"] = met.group;
  }
  out["paths"] = met.paths;
}

Json json_of(const Finding& finding) {
  Json fix = Json::array();
  for (const FixStep& step : finding.fix) {
    fix.push_back(json_of(step));
  }
  Json out{{"rule", finding.rule},
           {"row", finding.row},
           {"severity", name_of(finding.severity)},
           {"certainty", name_of(finding.certainty)},
           {"root_cause", finding.root_cause},
           {"caused_by", finding.caused_by},
           {"title", finding.title},
           {"cause", finding.cause},
           {"because", finding.because},
           {"ruled_out", finding.ruled_out},
           {"fix", std::move(fix)},
           {"docs", finding.docs},
           {"evidence", finding.evidence}};
  if (!finding.change.empty()) {
    out["change"] = finding.change;
  }
  if (finding.met) {
    add_met(*finding.met, out);
  }
  if (finding.spread) {
    out["count"] = finding.spread->targets.size();
    out["targets"] = finding.spread->targets;
  }
  return out;
}

Json json_of(const Suppressed& one) {
  Json out{{"by", one.by}, {"reason", one.reason}};
  if (!one.until.empty()) {
    out["until"] = one.until;
  }
  out["finding"] = json_of(one.finding);
  return out;
}

Json json_of(const Records& records) {
  Json unknown = Json::array();
  for (const Records::Unknown& seen : records.unknown) {
    unknown.push_back({{"count", seen.count}, {"line", seen.line}, {"sample", seen.sample}});
  }
  Json bad = Json::array();
  for (const Records::Bad& record : records.bad) {
    bad.push_back({{"input", record.input}, {"line", record.line}, {"why", record.why}});
  }
  return {{"input", records.input},
          {"read", records.read},
          {"matched", records.matched},
          {"unmatched", records.unmatched},
          {"passed", records.passed},
          {"broken", records.broken},
          {"unknown", std::move(unknown)},
          {"bad", std::move(bad)},
          {"sequence", records.sequence}};
}

Json json_of(const Observation& observation) {
  Json out = object_for(8);
  out["id"] = observation.id;
  out["probe"] = observation.probe;
  out["layer"] = observation.layer;
  out["status"] = name_of(observation.status);
  out["facts"] = json_of(observation.facts);
  if (!observation.blocked_by.empty()) {
    out["blocked_by"] = observation.blocked_by;
  }
  if (!observation.reason.empty()) {
    out["reason"] = observation.reason;
  }
  out["duration_ms"] = tidy(observation.duration_ms);
  return out;
}

Json json_of(const RequestTime& request) {
  Json out = object_for(10);
  out["probe"] = request.probe;
  out["request"] = request.request;
  out["status"] = request.status;
  out["started_ms"] = tidy(request.started_ms);
  const auto add = [&out](const char* name, double ms) {
    if (ms >= 0) {
      out[name] = tidy(ms);
    }
  };
  add("dns_ms", request.dns_ms);
  add("tcp_ms", request.tcp_ms);
  add("tls_ms", request.tls_ms);
  add("first_byte_ms", request.first_byte_ms);
  add("total_ms", request.total_ms);
  out["connection_reused"] = request.connection_reused;
  return out;
}

Json requests_of(const RequestCount& requests) {
  return {{"sent", requests.sent},
          {"authenticated", requests.authenticated},
          {"budget", requests.budget}};
}

Json run_of(const Report& report) {
  return {{"id", report.run_id},
          {"started_at", report.started_at},
          {"duration_ms", tidy(report.duration_ms)},
          {"mode", name_of(report.mode)},
          {"requests", requests_of(report.requests)},
          {"complete", report.complete}};
}

Json json_of(const Summary& summary) {
  return {{"errors", summary.errors},
          {"warnings", summary.warnings},
          {"passed", summary.passed},
          {"failed", summary.failed},
          {"skipped", summary.skipped},
          {"unknown", summary.unknown}};
}

Json json_of(const FleetTarget& target) {
  Json out{{"target", target.name},
           {"index", target.index},
           {"verdict", name_of(target.verdict)},
           {"root_cause", target.root_cause},
           {"complete", target.complete},
           {"summary", json_of(target.summary)},
           {"requests", requests_of(target.requests)},
           {"started_at", target.started_at},
           {"duration_ms", tidy(target.duration_ms)}};
  if (target.root_cause.empty()) {
    out.erase("root_cause");
  }
  return out;
}

template <typename T>
Json list_of(const std::vector<T>& values) {
  Json out = Json::array();
  out.get_ref<Json::array_t&>().reserve(values.size());
  for (const T& value : values) {
    out.push_back(json_of(value));
  }
  return out;
}

Json json_of(const Fleet& fleet) {
  Json verdicts = Json::object();
  for (const Verdict verdict :
       {Verdict::healthy, Verdict::degraded, Verdict::unhealthy, Verdict::undecided}) {
    verdicts[std::string{name_of(verdict)}] =
        std::ranges::count(fleet.targets, verdict, &FleetTarget::verdict);
  }
  return {{"finished", fleet.targets.size()},
          {"verdicts", std::move(verdicts)},
          {"missing", fleet.missing},
          {"results", list_of(fleet.targets)}};
}

Json json_of(const Comparison& compared) {
  return {{"tool_version", compared.tool_version},
          {"rules_version", compared.rules_version},
          {"verdict", name_of(compared.verdict)},
          {"new", compared.fresh},
          {"gone", compared.gone},
          {"changed", compared.changed}};
}

Json json_of(const Timeline& timeline) {
  Json out = object_for(3);
  if (timeline.round_trip_ms >= 0) {
    out["round_trip_ms"] = tidy(timeline.round_trip_ms);
  }
  out["critical_path"] = timeline.critical_path;
  out["requests"] = list_of(timeline.requests);
  return out;
}

}  // namespace

std::string render_json(const Report& report, const Style& style) {
  Json out = object_for(13);
  out["schema"] = "oneclaw-doctor/report/v1";
  out["tool"] = {{"name", "oneclaw-doctor"},
                 {"version", report.tool_version},
                 {"rules_version", report.rules_version}};
  out["run"] = run_of(report);
  out["target"] = json_of(report.target);
  out["verdict"] = name_of(report.verdict);
  out["summary"] = json_of(report.summary);
  out["findings"] = list_of(report.findings);
  out["observations"] = list_of(report.observations);
  if (!report.suppressed.empty()) {
    out["suppressed"] = list_of(report.suppressed);
  }
  if (report.compared) {
    out["compared"] = json_of(*report.compared);
  }
  if (report.records) {
    out["records"] = json_of(*report.records);
  }
  if (report.fleet) {
    out["fleet"] = json_of(*report.fleet);
  }
  if (!report.timeline.requests.empty()) {
    out["timeline"] = json_of(report.timeline);
  }
  return out.dump(style.one_line ? -1 : 2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace doctor::report
