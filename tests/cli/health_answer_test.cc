#include "cli/health_answer.h"

#include <gtest/gtest.h>

namespace doctor::cli {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr Clock::time_point start{std::chrono::hours{1}};

Health ill() {
  return {.passes = false,
          .verdict = "unhealthy",
          .state = "unhealthy: net.dns/servfail",
          .root_cause = "net.dns/servfail",
          .metrics = "oneclaw_doctor_run_complete 1\n",
          .checked_at = "2026-11-25T15:20:00Z",
          .seen_at = start};
}

Health well() {
  Health out = ill();
  out.passes = true;
  out.verdict = out.state = "healthy";
  out.root_cause.clear();
  return out;
}

HealthAnswer asked(const Health* health, std::chrono::milliseconds age, std::string_view target) {
  return answer_health("GET", target, health, start + age, 10s);
}

TEST(HealthAnswer, TellsWhatTheLastCheckSaw) {
  const Health health = ill();
  const HealthAnswer answer = asked(&health, 1500ms, "/healthz?verbose");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.type, "application/json");
  EXPECT_EQ(answer.body,
            "{\"status\":\"fail\",\"verdict\":\"unhealthy\","
            "\"state\":\"unhealthy: net.dns/servfail\",\"root_cause\":\"net.dns/servfail\","
            "\"checked_at\":\"2026-11-25T15:20:00Z\",\"age_seconds\":1.5}\n");
}

TEST(HealthAnswer, PassesWhileItIsFresh) {
  const Health health = well();
  EXPECT_EQ(asked(&health, 10s, "/healthz").status, 200);
  const HealthAnswer old = asked(&health, 10s + 1ms, "/healthz");
  EXPECT_EQ(old.status, 503);
  EXPECT_NE(old.body.find("\"status\":\"stale\""), std::string::npos);
}

TEST(HealthAnswer, KnowsNothingBeforeTheFirstCheck) {
  EXPECT_EQ(asked(nullptr, 0s, "/healthz").status, 503);
  EXPECT_EQ(asked(nullptr, 0s, "/healthz").body, "{\"status\":\"starting\"}\n");
  EXPECT_EQ(asked(nullptr, 0s, "/metrics").status, 503);
}

TEST(HealthAnswer, AddsTheAgeToTheMetrics) {
  const Health health = ill();
  const HealthAnswer answer = asked(&health, 250ms, "/metrics");
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.body.starts_with("oneclaw_doctor_run_complete 1\n# HELP "));
  EXPECT_TRUE(answer.body.ends_with("\noneclaw_doctor_report_age_seconds 0.250\n"));
}

TEST(HealthAnswer, KnowsTwoPathsAndTwoMethods) {
  const Health health = well();
  EXPECT_EQ(asked(&health, 0s, "/").status, 404);
  EXPECT_EQ(asked(&health, 0s, "/healthz/").status, 404);
  EXPECT_EQ(answer_health("HEAD", "/healthz", &health, start, 10s).status, 200);
  EXPECT_EQ(answer_health("POST", "/healthz", &health, start, 10s).status, 405);
}

struct Row {
  std::string text;
  std::string host;  ///< empty: not an address
  int port;
};

TEST(ListenAddress, IsReadAsPeopleWriteIt) {
  for (const Row& row : std::vector<Row>{{"9464", "127.0.0.1", 9464},
                                         {"0", "127.0.0.1", 0},
                                         {":9464", "0.0.0.0", 9464},
                                         {"localhost:1", "127.0.0.1", 1},
                                         {"10.1.2.3:65535", "10.1.2.3", 65535},
                                         {"[::1]:80", "::1", 80},
                                         {"[::]:80", "::", 80},
                                         {"::1", "", 0},
                                         {"::1:80", "", 0},
                                         {"65536", "", 0},
                                         {"", "", 0},
                                         {"host:80", "", 0},
                                         {"127.0.0.1:", "", 0},
                                         {"127.0.0.1:x", "", 0},
                                         {"-1", "", 0}}) {
    const auto address = read_listen_address(row.text);
    EXPECT_EQ(address ? address->host : "", row.host) << row.text;
    EXPECT_EQ(address ? address->port : 0, row.port) << row.text;
  }
}

}  // namespace
}  // namespace doctor::cli
