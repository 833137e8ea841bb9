// GitLab's code quality report: one entry per finding.

#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/text.h"
#include "report/report.h"
#include "report/words.h"

namespace doctor::report {
namespace {

using Json = nlohmann::ordered_json;

std::string_view severity_of(const Finding& finding) {
  switch (finding.severity) {
    case Severity::error:
      return finding.root_cause ? "critical" : "major";
    case Severity::warning:
      return "minor";
    case Severity::info:
      return "info";
  }
  return "info";
}

/// FNV-1a. The same in every run; nobody's secret.
std::uint64_t hash_of(std::string_view text, std::uint64_t start) {
  constexpr std::uint64_t prime = 0x100000001b3;
  for (const char c : text) {
    start = (start ^ static_cast<unsigned char>(c)) * prime;
  }
  return start;
}

/// Equal for the same problem of the same client, so that GitLab can tell what is new.
std::string fingerprint(const Report& report, std::string_view rule, std::string_view group) {
  std::string text = fmt::format("{}\n{}\n", rule, group);
  for (const TargetValue& value : report.target) {
    text += fmt::format("{}={}\n", value.name, value.value);
  }
  return fmt::format(
      "{:016x}{:016x}", hash_of(text, 0xcbf29ce484222325), hash_of(text, 0x84222325cbf29ce4));
}

/// What tells findings of one rule apart, and stays the same when more targets have it.
std::string_view group_of(const Finding& finding) {
  return finding.spread ? std::string_view{finding.title}
         : finding.met  ? std::string_view{finding.met->group}
                        : std::string_view{};
}

struct Entry {
  std::string_view severity;
  std::string rule;
  std::string row;
  std::string group;
  std::string description;
  std::string body;
};

Json json_of(const Report& report, const Entry& entry) {
  // A place is asked for, and the fault is in no file.
  return {{"description", plain(entry.description)},
          {"check_name", plain(entry.rule)},
          {"fingerprint", fingerprint(report, entry.rule, entry.group)},
          {"severity", entry.severity},
          {"location", {{"path", plain("oneclaw-doctor/" + entry.row)}, {"lines", {{"begin", 1}}}}},
          {"content", {{"body", entry.body}}}};
}

}  // namespace

std::string render_gitlab(const Report& report, const Style&) {
  Json out = Json::array();
  for (const Finding& finding : report.findings) {
    out.push_back(json_of(report,
                          {.severity = severity_of(finding),
                           .rule = finding.rule,
                           .row = finding.row,
                           .group = std::string{group_of(finding)},
                           .description = heading(finding) + " " + title_of(finding),
                           .body = join(told(report, finding), "\n")}));
  }
  if (report.verdict == Verdict::undecided) {
    out.push_back(json_of(report,
                          {.severity = "major",
                           .rule = "undecided",
                           .row = "undecided",
                           .group = "",
                           .description = headline(report),
                           .body = ""}));
  }
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace doctor::report
