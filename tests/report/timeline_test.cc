// When each request went: in the JSON report, and as a person sees it.

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "report/report.h"
#include "samples.h"

namespace doctor::report {
namespace {

Report with_timeline() {
  Report report = samples::get("unhealthy");
  report.timeline.round_trip_ms = 99.6;
  report.timeline.critical_path = {"dns", "health", "exchange"};
  report.timeline.requests = {{.probe = "health",
                               .request = "GET https://api.1claw.xyz/v1/health",
                               .status = 200,
                               .started_ms = 0,
                               .dns_ms = 100,
                               .tcp_ms = 200,
                               .tls_ms = 300,
                               .first_byte_ms = 400,
                               .total_ms = 400},
                              {.probe = "keys",
                               .request = "GET https://api.1claw.xyz/.well-known/jwks.json",
                               .started_ms = 100,
                               .total_ms = 300,
                               .connection_reused = true}};
  return report;
}

TEST(Timeline, JsonLeavesOutWhatWasNotReached) {
  const auto json = nlohmann::json::parse(render_json(with_timeline(), Style{})).at("timeline");
  EXPECT_EQ(json.at("round_trip_ms"), 99.6);
  EXPECT_EQ(json.at("critical_path"), (nlohmann::json{"dns", "health", "exchange"}));
  EXPECT_EQ(json.at("requests").at(0).at("tls_ms"), 300);
  const auto& second = json.at("requests").at(1);
  EXPECT_EQ(second.at("status"), 0);
  EXPECT_EQ(second.at("connection_reused"), true);
  EXPECT_FALSE(second.contains("tls_ms"));
}

TEST(Timeline, AbsentWithoutARequest) {
  const auto json = nlohmann::json::parse(render_json(samples::get("unhealthy"), Style{}));
  EXPECT_FALSE(json.contains("timeline"));
}

TEST(Timeline, ShownWithEveryDetailOnly) {
  const std::string text = render_terminal(with_timeline(), Style{.width = 100, .verbose = true});
  EXPECT_NE(text.find("health |ddddddcccccctttttt......|"), std::string::npos) << text;
  EXPECT_NE(text.find("keys   |      ==================|"), std::string::npos) << text;
  EXPECT_NE(text.find("dns 100, tcp 200, tls 300, first byte 400, total 400"), std::string::npos);
  EXPECT_NE(text.find("round trip: about 99.6 ms"), std::string::npos);
  EXPECT_NE(text.find("dns, health, exchange"), std::string::npos);
  EXPECT_EQ(render_terminal(with_timeline(), Style{.width = 100}).find("round trip"),
            std::string::npos);
}

TEST(Timeline, BarsShrinkWithTheWindowAndAreLeftOutWhereNoneFits) {
  const std::string narrow = render_terminal(with_timeline(), Style{.width = 21, .verbose = true});
  EXPECT_NE(narrow.find("health |dddccttt..|"), std::string::npos) << narrow;
  const std::string none = render_terminal(with_timeline(), Style{.width = 18, .verbose = true});
  EXPECT_EQ(none.find("health |"), std::string::npos) << none;
  EXPECT_NE(none.find("  health dns 100"), std::string::npos) << none;
}

}  // namespace
}  // namespace doctor::report
