// Every scenario through the program: the expected cause first, the whole diagnosis as pinned, the
// exit code, no forbidden request, at most one exchange, the budget of authenticated requests, and
// no planted secret in any output.

#include <algorithm>
#include <array>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <re2/re2.h>

#include "bundle/compare.h"
#include "bundle/redact_report.h"
#include "bundle/report_reader.h"
#include "mock/mock.h"
#include "report/report.h"
#include "rules/table.h"
#include "tests/scenarios/pinned.h"
#include "tests/scenarios/played.h"

namespace doctor::scenarios {
namespace {

// Written anew, not read from api/: what the program believes harmless is what is tested here.
// Source: API reference; only metadata, and the one exchange.
constexpr std::array<const char*, 9> allowed{
    "GET /v1/health(/hsm)?",
    "GET /\\.well-known/jwks\\.json",
    "GET /health",
    "POST /v1/auth/(agent-token|api-key-token)",
    "GET /v1/auth/(me|settings|device/code/[^/]+)",
    "GET /v1/agents/[^/]+",
    "GET /v1/vaults(/[^/]+(/(secrets|policies))?)?",
    "GET /v1/(security/ip-rules|billing/subscription|shares/outbound)",
    "POST /([a-z/]*mcp[a-z/]*|rpc)"};

bool is_harmless(const Request& request) {
  if (request.method == "CONNECT") {
    return request.target.ends_with(":443");  // a tunnel through the user's own proxy
  }
  std::string target = request.target.substr(0, request.target.find('?'));
  // The base URL's own path stands before the endpoint's: /api of the dashboard, a doubled /v1.
  for (const char* base : {"", "/api", "/v1", "/mcp", "/api/v1", "/secrets"}) {
    if (!target.starts_with(base)) {
      continue;
    }
    const std::string line = request.method + " " + target.substr(std::string{base}.size());
    const auto matches = [&](const char* pattern) {
      return RE2::FullMatch(line, pattern);
    };
    if (std::ranges::any_of(allowed, matches)) {
      return true;
    }
  }
  return request.method == "POST" && target == "/";  // an MCP URL without its path
}

/// The contract's exit code for what was found, with the default --fail-on.
int demanded_exit(const Played& played) {
  const bool error = std::ranges::count(played.findings, Severity::error, &Finding::severity) > 0;
  return error ? 1 : played.verdict == "undecided" ? 3 : 0;
}

void expect_as_pinned(const std::string& scenario, const std::vector<Finding>& findings) {
  const Diagnoses pinned = pinned_diagnoses();
  const auto line = pinned.find(scenario);
  EXPECT_EQ(outline(findings), line == pinned.end() ? "(no line)" : line->second)
      << "the diagnosis is not the one in tests/scenarios/diagnoses.txt; when it is right: "
         "scripts/pin "
      << scenario;
}

std::vector<std::string> rule_ids(const Report& report) {
  std::vector<std::string> out;
  for (const Finding& finding : report.findings) {
    out.push_back(finding.rule);
  }
  return out;
}

/// The stored report, judged again, is the report.
void expect_same_offline(const std::string& text) {
  static const rules::Table table = rules::built_in_table();
  const auto stored = bundle::read_report(text);
  ASSERT_TRUE(stored) << stored.error().message;
  Report again = bundle::replay(*stored, table, stored->tool_version);
  EXPECT_EQ(again.verdict, stored->verdict) << "judged offline";
  for (const auto* rules :
       {&again.compared->fresh, &again.compared->gone, &again.compared->changed}) {
    EXPECT_TRUE(rules->empty()) << "judged differently offline: " << rules->front();
  }
  bundle::Pseudonyms pseudonyms;
  bundle::Redactor redactor{pseudonyms, {.names = bundle::names_in(*stored)}};
  const Report shared = bundle::redact_report(*stored, redactor);
  const Report from_bundle = bundle::replay(shared, table, stored->tool_version);
  EXPECT_EQ(from_bundle.verdict, stored->verdict) << "judged from a bundle";
  EXPECT_EQ(rule_ids(from_bundle), rule_ids(*stored)) << "judged from a bundle";
  again.compared.reset();
  again.mode = Mode::mock;
  using nlohmann::json;  // the order of the members of `target` is not kept
  EXPECT_TRUE(json::parse(report::render_json(again, {})) == json::parse(text));
}

class Scenarios : public testing::TestWithParam<std::string> {};

TEST_P(Scenarios, EndAsTheySay) {
  const mock::Scenario scenario = mock::load_scenario(GetParam());
  const Played played = play(GetParam());
  ASSERT_FALSE(played.verdict.empty()) << "no report\n" << played.json << played.errors;
  EXPECT_EQ(played.exit, demanded_exit(played));
  if (scenario.expects.exit_code >= 0) {
    EXPECT_EQ(played.exit, scenario.expects.exit_code);
  }
  if (!scenario.expects.verdict.empty()) {
    EXPECT_EQ(played.verdict, scenario.expects.verdict);
  }
  const auto problem = disappointment(scenario.expects, played.findings);
  EXPECT_FALSE(problem) << *problem << "\n" << played.terminal;
  EXPECT_EQ(played.errors, "");
  expect_as_pinned(GetParam(), played.findings);

  expect_same_offline(played.json);

  for (const Request& request : played.requests) {
    EXPECT_TRUE(is_harmless(request)) << request.method << " " << request.target;
  }
  EXPECT_LE(std::ranges::count(played.requests,
                               "POST",
                               [](const Request& request) {
                                 return request.target.find("-token") == std::string::npos
                                            ? ""
                                            : request.method;
                               }),
            1);
  EXPECT_LE(std::ranges::count(played.requests, true, &Request::authenticated),
            scenario.expects.max_authenticated);

  for (const std::string& canary : scenario.canaries) {
    for (const std::string* output : {&played.json, &played.terminal, &played.errors}) {
      EXPECT_EQ(output->find(canary), std::string::npos) << "a planted secret came out";
    }
  }
}

std::string test_name(const testing::TestParamInfo<std::string>& scenario) {
  std::string name = scenario.param;
  std::ranges::replace_if(
      name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, Scenarios, testing::ValuesIn(every_scenario()), test_name);

TEST(Diagnoses, AreOfScenarios) {
  const std::vector<std::string> scenarios = every_scenario();
  for (const auto& [scenario, outline] : pinned_diagnoses()) {
    EXPECT_NE(std::ranges::find(scenarios, scenario), scenarios.end())
        << "tests/scenarios/diagnoses.txt has a line for " << scenario << ", which is no scenario";
  }
}

}  // namespace
}  // namespace doctor::scenarios
