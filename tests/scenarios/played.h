#pragma once
// A scenario played through the program: what came out, and what the mock received.

#include <optional>
#include <string>
#include <vector>

#include "core/report.h"
#include "mock/mock.h"

namespace doctor::scenarios {

struct Request {
  std::string method;
  std::string host;
  std::string target;
  bool authenticated = false;
};

struct Played {
  int exit = -1;
  std::string json;      ///< standard output, --format json
  std::string terminal;  ///< the report a person sees, with every observation
  std::string errors;    ///< standard error
  std::string verdict = {};
  std::vector<Finding> findings = {};  ///< id, row, title, cause, severity, certainty, root_cause
  std::vector<Observation> observations = {};  ///< with their facts
  double duration_ms = 0;
  std::vector<Request> requests = {};
};

std::vector<std::string> every_scenario();
Played play(const std::string& scenario);
/// The same for many at once, in their order. Throws std::runtime_error when one brings no report.
std::vector<Played> play_all(const std::vector<std::string>& scenarios);

/// The first way in which the findings differ from what the scenario expects; nullopt: none.
std::optional<std::string> disappointment(const mock::Expectation& expects,
                                          const std::vector<Finding>& findings);

}  // namespace doctor::scenarios
