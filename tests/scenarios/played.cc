#include "tests/scenarios/played.h"

#include <algorithm>
#include <atomic>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <nlohmann/json.hpp>

#include "tests/cli/binary.h"

namespace doctor::scenarios {
namespace {

using nlohmann::json;

FactValue value_of(const json& value) {
  if (value.is_boolean()) {
    return value.get<bool>();
  }
  if (value.is_number_integer()) {
    return value.get<std::int64_t>();
  }
  if (value.is_number()) {
    return value.get<double>();
  }
  if (value.is_array()) {
    return value.get<TextList>();
  }
  return value.get<std::string>();
}

Status status_of(const std::string& word) {
  for (const Status status : {Status::skip, Status::unknown, Status::timeout}) {
    if (name_of(status) == word) {
      return status;
    }
  }
  return Status::pass;  // pass, warn and fail are what the diagnosis assigns
}

Observation observation_of(const json& row) {
  Observation observation{.id = row.at("id").get<std::string>(),
                          .probe = row.at("probe").get<std::string>(),
                          .layer = row.at("layer").get<std::string>()};
  observation.status = status_of(row.at("status").get<std::string>());
  for (const json& fact : row.at("facts")) {
    observation.facts.set(fact.at("name").get<std::string>(), value_of(fact.at("value")));
  }
  return observation;
}

Finding finding_of(const json& row) {
  Finding finding{.rule = row.at("rule").get<std::string>(),
                  .row = row.at("row").get<std::string>(),
                  .title = row.at("title").get<std::string>(),
                  .cause = row.at("cause").get<std::string>()};
  parse_severity(row.at("severity").get<std::string>(), finding.severity);
  parse_certainty(row.at("certainty").get<std::string>(), finding.certainty);
  finding.root_cause = row.at("root_cause").get<bool>();
  return finding;
}

std::vector<Request> requests_in(const std::string& lines) {
  std::vector<Request> out;
  std::istringstream in{lines};
  for (std::string line; std::getline(in, line);) {
    const json row = json::parse(line);
    out.push_back({.method = row.at("method").get<std::string>(),
                   .host = row.at("host").get<std::string>(),
                   .target = row.at("target").get<std::string>(),
                   .authenticated = row.at("authenticated").get<bool>()});
  }
  return out;
}

bool names(const Finding& finding, const std::string& rule_or_row) {
  return finding.rule == rule_or_row || finding.row == rule_or_row;
}

}  // namespace

Played play(const std::string& scenario) {
  const cli::testing::Folder folder;
  const cli::testing::Outcome outcome = cli::testing::run_binary({.args = {"run",
                                                                           "--mock=" + scenario,
                                                                           "--format",
                                                                           "json",
                                                                           "-v",
                                                                           "--report",
                                                                           "terminal=terminal.txt",
                                                                           "--mock-record",
                                                                           "requests.jsonl"}},
                                                                 folder);
  Played played{.exit = outcome.exit,
                .json = outcome.output,
                .terminal = cli::testing::read_file(folder.path() / "terminal.txt"),
                .errors = outcome.errors};
  const json report = json::parse(outcome.output, nullptr, false);
  if (report.is_discarded()) {
    return played;
  }
  played.verdict = report.at("verdict").get<std::string>();
  played.duration_ms = report.at("run").at("duration_ms").get<double>();
  for (const json& row : report.at("findings")) {
    played.findings.push_back(finding_of(row));
  }
  for (const json& row : report.at("observations")) {
    played.observations.push_back(observation_of(row));
  }
  played.requests = requests_in(cli::testing::read_file(folder.path() / "requests.jsonl"));
  return played;
}

std::vector<std::string> every_scenario() {
  const auto names = mock::scenario_names();
  return {names.begin(), names.end()};
}

std::vector<Played> play_all(const std::vector<std::string>& scenarios) {
  std::vector<Played> played(scenarios.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < scenarios.size(); i = next++) {
      played[i] = play(scenarios[i]);
    }
  };
  // More than processors: some scenarios only wait.
  std::vector<std::thread> players;
  for (unsigned i = 0; i < std::thread::hardware_concurrency() + 1; ++i) {
    players.emplace_back(work);
  }
  for (std::thread& player : players) {
    player.join();
  }
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    if (played[i].verdict.empty()) {
      throw std::runtime_error{"no report from " + scenarios[i] + ": " + played[i].errors};
    }
  }
  return played;
}

std::optional<std::string> disappointment(const mock::Expectation& expects,
                                          const std::vector<Finding>& findings) {
  const auto found = [&](const std::string& rule) {
    return std::ranges::any_of(findings, [&](const Finding& f) { return names(f, rule); });
  };
  if (!expects.root.empty() && (findings.empty() || findings.front().rule != expects.root)) {
    return "the first finding is " + (findings.empty() ? "missing" : findings.front().rule) +
           " instead of " + expects.root;
  }
  if (expects.root.empty()) {
    for (const Finding& finding : findings) {
      if (finding.severity != Severity::info) {
        return "nothing should be wrong, but there is " + finding.rule;
      }
    }
  }
  for (const std::string& rule : expects.findings) {
    if (!found(rule)) {
      return rule + " is missing";
    }
  }
  for (const std::string& rule : expects.absent) {
    if (found(rule)) {
      return rule + " should not be there";
    }
  }
  return std::nullopt;
}

}  // namespace doctor::scenarios
