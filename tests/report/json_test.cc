#include <limits>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "report/report.h"
#include "samples.h"

namespace doctor::report {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> keys_of(const Json& object) {
  std::vector<std::string> out;
  for (const auto& [key, value] : object.items()) {
    out.push_back(key);
  }
  return out;
}

Json json_of(const Report& report) {
  return Json::parse(render_json(report, Style{}));
}

TEST(JsonReport, MembersStandInTheOrderOfTheContract) {
  const Json report = json_of(samples::get("unhealthy"));
  using Keys = std::vector<std::string>;
  EXPECT_EQ(
      keys_of(report),
      (Keys{"schema", "tool", "run", "target", "verdict", "summary", "findings", "observations"}));
  EXPECT_EQ(keys_of(report["run"]),
            (Keys{"id", "started_at", "duration_ms", "mode", "requests", "complete"}));
  EXPECT_EQ(keys_of(report["findings"][0]),
            (Keys{"rule",
                  "row",
                  "severity",
                  "certainty",
                  "root_cause",
                  "caused_by",
                  "title",
                  "cause",
                  "because",
                  "ruled_out",
                  "fix",
                  "docs",
                  "evidence"}));
  EXPECT_EQ(
      keys_of(report["observations"][7]),
      (Keys{"id", "probe", "layer", "status", "facts", "blocked_by", "reason", "duration_ms"}));
}

TEST(JsonReport, CarriesEveryValue) {
  const Json report = json_of(samples::get("unhealthy"));
  EXPECT_EQ(report["schema"], "oneclaw-doctor/report/v1");
  EXPECT_EQ(report["tool"]["rules_version"], "2026.11.1");
  EXPECT_EQ(report["run"]["duration_ms"], 212.0);
  EXPECT_EQ(report["run"]["requests"]["authenticated"], 4);
  EXPECT_EQ(report["target"]["base_url"]["source"], "default");
  EXPECT_EQ(report["target"]["base_url"]["disagrees"].size(), 1U);
  EXPECT_EQ(report["verdict"], "unhealthy");
  EXPECT_EQ(report["findings"][0]["fix"][0]["actor"], "org-admin");
  EXPECT_FALSE(report["findings"][0]["fix"][0].contains("command"));
  EXPECT_EQ(report["findings"][0]["fix"][1]["command"][4], "prod/it's here");
  EXPECT_EQ(report["findings"][1]["caused_by"][0], report["findings"][0]["rule"]);
  EXPECT_FALSE(report["observations"][0].contains("blocked_by"));
}

TEST(JsonReport, FactsKeepTheirTypes) {
  const Json report = json_of(samples::get("healthy"));
  const Json clock = report["observations"][3]["facts"];
  EXPECT_EQ(clock[0], (Json{{"name", "clock.offset_seconds"}, {"value", 0.25}}));
  EXPECT_EQ(clock[1]["value"], 2);
  EXPECT_TRUE(clock[1]["value"].is_number_integer());
  EXPECT_TRUE(clock[2]["value"].is_string());
  EXPECT_EQ(report["observations"][1]["facts"][0]["value"].size(), 2U);
  EXPECT_EQ(report["observations"][1]["facts"][1]["value"], false);
}

TEST(JsonReport, NeverThrowsAndStaysJson) {
  Report report = samples::get("hostile");
  report.duration_ms = std::numeric_limits<double>::infinity();
  report.observations[0].facts.set("odd.number", std::numeric_limits<double>::quiet_NaN());
  const Json json = json_of(report);
  EXPECT_EQ(json["run"]["duration_ms"], 0.0);
  EXPECT_EQ(json["observations"][0]["facts"][0]["value"], 0.0);
  EXPECT_EQ(json["findings"][0]["title"].get<std::string>().find('\x1b'), 12U);
}

TEST(JsonReport, DoesNotDependOnTheStyle) {
  const Report& report = samples::get("unhealthy");
  EXPECT_EQ(render_json(report, Style{}),
            render_json(report, Style{.width = 20, .color = true, .ascii = true, .quiet = true}));
}

TEST(JsonReport, TheSchemaIsJson) {
  const Json schema = Json::parse(json_schema());
  EXPECT_EQ(schema["properties"]["schema"]["const"], "oneclaw-doctor/report/v1");
}

TEST(Formats, AreFoundByName) {
  for (const Format& format : formats()) {
    EXPECT_EQ(find_format(format.name), &format);
    EXPECT_FALSE(format.about.empty());
    EXPECT_FALSE(format.render(samples::get("healthy"), Style{}).empty());
  }
  EXPECT_EQ(find_format("yaml"), nullptr);
}

}  // namespace
}  // namespace doctor::report
