// What becomes of a report's timeline: read back as it was written, redacted, no part of a diff.

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "bundle/compare.h"
#include "bundle/redact_report.h"
#include "bundle/report_reader.h"
#include "report/report.h"

namespace doctor::bundle {
namespace {

Report report() {
  Report out;
  out.target = {
      {.name = "vault", .value = "payroll-vault", .source = "", .overrides = {}, .disagrees = {}}};
  out.timeline = {.round_trip_ms = 12.5,
                  .critical_path = {"dns", "health"},
                  .requests = {{.probe = "health",
                                .request = "GET https://api.1claw.xyz/v1/health",
                                .status = 200,
                                .started_ms = 3,
                                .tcp_ms = 12.5,
                                .tls_ms = 30,
                                .first_byte_ms = 41,
                                .total_ms = 42},
                               {.probe = "vault",
                                .request = "GET https://api.1claw.xyz/v1/vaults/payroll-vault",
                                .started_ms = 45,
                                .total_ms = 60,
                                .connection_reused = true}}};
  return out;
}

TEST(Timeline, IsReadAsItWasWritten) {
  const auto written = nlohmann::json::parse(report::render_json(report(), {}));
  const auto read = read_report(written.dump());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(nlohmann::json::parse(report::render_json(*read, {}))["timeline"], written["timeline"]);
  ASSERT_EQ(written["timeline"]["requests"].size(), 2U);
  EXPECT_FALSE(written["timeline"]["requests"][1].contains("tcp_ms"));
}

TEST(Timeline, IsRedacted) {
  const Report plain = report();
  Pseudonyms pseudonyms;
  Redactor redactor{pseudonyms, {.names = names_in(plain)}};
  const Report shared = redact_report(plain, redactor);
  ASSERT_EQ(shared.timeline.requests.size(), 2U);
  EXPECT_EQ(shared.timeline.requests[1].request.find("payroll-vault"), std::string::npos);
  EXPECT_EQ(shared.timeline.requests[0].request, plain.timeline.requests[0].request);
}

TEST(Timeline, IsNoPartOfADiff) {
  EXPECT_TRUE(diff(report(), report()).timeline.requests.empty());
}

}  // namespace
}  // namespace doctor::bundle
