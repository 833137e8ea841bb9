// JUnit XML as both common schemas have it: one suite for the findings, one per layer.

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "report/checks.h"
#include "report/markup.h"
#include "report/report.h"
#include "report/words.h"

namespace doctor::report {
namespace {

using Outcome = Check::Outcome;

struct Suite {
  std::string name;
  std::vector<const Check*> checks = {};
};

std::vector<Suite> suites_of(const std::vector<Check>& checks) {
  std::vector<Suite> out;
  for (const Check& check : checks) {
    auto found = std::ranges::find(out, check.group, &Suite::name);
    if (found == out.end()) {
      out.push_back({.name = check.group});
      found = out.end() - 1;
    }
    found->checks.push_back(&check);
  }
  return out;
}

std::string seconds(double milliseconds) {
  return fmt::format("{:.3f}", std::isfinite(milliseconds) ? milliseconds / 1000 : 0.0);
}

/// Without a time zone and fractions, as the stricter schema wants it.
std::string timestamp(const Report& report) {
  constexpr std::string_view form = "0000-00-00T00:00:00";
  const std::string_view given{report.started_at};
  bool fits = given.size() >= form.size();
  for (std::size_t i = 0; fits && i < form.size(); ++i) {
    const bool digit = given[i] >= '0' && given[i] <= '9';
    fits = form[i] == '0' ? digit : given[i] == form[i];
  }
  return fits ? std::string{given.substr(0, form.size())} : "1970-01-01T00:00:00";
}

std::string property(std::string_view name, std::string_view value) {
  return fmt::format("      <property name=\"{}\" value=\"{}\"/>\n",
                     escape_xml(plain(name)),
                     escape_xml(plain(value)));
}

std::string properties(const Report& report) {
  std::string out = "    <properties>\n";
  out += property("tool", "oneclaw-doctor " + report.tool_version);
  out += property("rules_version", report.rules_version);
  out += property("run_id", report.run_id);
  out += property("verdict", name_of(report.verdict));
  for (const TargetValue& value : report.target) {
    out += property("target." + value.name, value.value);
  }
  return out + "    </properties>\n";
}

std::string testcase(const Check& check) {
  std::string out =
      fmt::format(R"(    <testcase classname="oneclaw-doctor.{}" name="{}" time="{}")",
                  escape_xml(check.group),
                  escape_xml(check.name),
                  seconds(check.duration_ms));
  if (check.outcome == Outcome::passed) {
    return out + "/>\n";
  }
  const std::string message = escape_xml(check.message);
  out += ">\n";
  out += check.outcome == Outcome::failed
             ? fmt::format(R"(      <failure type="{}" message="{}">)", check.kind, message)
             : fmt::format("      <skipped message=\"{}\">", message);
  for (const std::string& line : check.details) {
    out += escape_xml(line) + "\n";
  }
  out += check.outcome == Outcome::failed ? "</failure>\n" : "</skipped>\n";
  return out + "    </testcase>\n";
}

std::string testsuite(const Suite& suite, std::size_t id, const Report& report) {
  const auto count = [&suite](Outcome outcome) {
    return std::ranges::count(suite.checks, outcome, &Check::outcome);
  };
  double total = 0;
  for (const Check* const check : suite.checks) {
    total += check->duration_ms;
  }
  std::string out = fmt::format(
      "  <testsuite name=\"{}\" package=\"oneclaw-doctor\" id=\"{}\" timestamp=\"{}\" "
      "hostname=\"localhost\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" "
      "time=\"{}\">\n",
      escape_xml(suite.name),
      id,
      timestamp(report),
      suite.checks.size(),
      count(Outcome::failed),
      count(Outcome::skipped),
      seconds(total));
  out += id == 0 ? properties(report) : "    <properties/>\n";
  for (const Check* const check : suite.checks) {
    out += testcase(*check);
  }
  return out + "    <system-out/>\n    <system-err/>\n  </testsuite>\n";
}

}  // namespace

std::string render_junit(const Report& report, const Style& style) {
  const std::vector<Check> checks = checks_of(report, style);
  const std::vector<Suite> suites = suites_of(checks);
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  for (std::size_t i = 0; i < suites.size(); ++i) {
    out += testsuite(suites[i], i, report);
  }
  return out + "</testsuites>\n";
}

}  // namespace doctor::report
