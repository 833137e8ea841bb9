#include "bundle/run_story.h"

#include <array>
#include <string_view>
#include <variant>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/text.h"

namespace doctor::bundle {
namespace {

using Json = nlohmann::ordered_json;

// What probes note of every answer, under their own name: `vaults.status`.
constexpr std::array<std::string_view, 10> noted{"status",
                                                 "failure",
                                                 "stage",
                                                 "media",
                                                 "recognised",
                                                 "problem_type",
                                                 "detail",
                                                 "quota_headers",
                                                 "retry_after",
                                                 "credential_sent"};
/// Only answers of the API have it.
constexpr std::string_view mark = ".credential_sent";

Json json_of(const FactValue& value) {
  return std::visit([](const auto& plain) { return Json(plain); }, value);
}

Json exchange_of(const Observation& seen, std::string_view area) {
  Json out{{"observation", seen.id}, {"duration_ms", seen.duration_ms}};
  for (const std::string_view part : noted) {
    const auto& all = seen.facts.all();
    const auto found = all.find(fmt::format("{}.{}", area, part));
    if (found != all.end()) {
      out[std::string{part}] = json_of(found->second);
    }
  }
  return out;
}

std::string line_of(const Observation& seen) {
  std::string out = fmt::format(
      "{:<8} {}: {}, {:.1f} ms", seen.layer, seen.id, name_of(seen.status), seen.duration_ms);
  out += seen.blocked_by.empty() ? "" : fmt::format(", blocked by {}", seen.blocked_by);
  out += seen.reason.empty() ? "" : fmt::format(", {}", seen.reason);
  return out + "\n";
}

}  // namespace

std::string log_of(const Report& report) {
  std::string out = fmt::format("run {} of oneclaw-doctor {} (rules {}), {}, began {}\n",
                                report.run_id,
                                report.tool_version,
                                report.rules_version,
                                name_of(report.mode),
                                report.started_at);
  for (const TargetValue& value : report.target) {
    out += fmt::format("set-up   {}: {}, from {}\n", value.name, value.value, value.source);
  }
  for (const Observation& seen : report.observations) {
    out += line_of(seen);
  }
  for (const Finding& finding : report.findings) {
    out += fmt::format("finding  {}: {}, {}, from {}\n",
                       finding.rule,
                       name_of(finding.severity),
                       name_of(finding.certainty),
                       join(finding.evidence, ", "));
  }
  return out + fmt::format(
                   "end      {}{}, {:.1f} ms, {} requests sent, {} of at most {} with a "
                   "credential\n",
                   name_of(report.verdict),
                   report.complete ? "" : " (ended early)",
                   report.duration_ms,
                   report.requests.sent,
                   report.requests.authenticated,
                   report.requests.budget);
}

std::string exchanges_of(const Report& report) {
  Json out = Json::array();
  for (const Observation& seen : report.observations) {
    for (const auto& [name, value] : seen.facts.all()) {
      const std::string_view whole = name;
      if (whole.ends_with(mark)) {
        out.push_back(exchange_of(seen, whole.substr(0, whole.size() - mark.size())));
      }
    }
  }
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace doctor::bundle
