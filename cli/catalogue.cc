#include "cli/catalogue.h"

#include <algorithm>

#include "mock/mock.h"
#include "probes/probe.h"

namespace doctor::cli {

std::vector<const FactSpec*> known_facts() {
  std::map<std::string_view, const FactSpec*> by_name;
  for (const probes::Probe* probe : probes::all_probes()) {
    for (const FactSpec* fact : probe->facts) {
      by_name.emplace(fact->name, fact);
    }
  }
  std::vector<const FactSpec*> out;
  for (const auto& [name, fact] : by_name) {
    out.push_back(fact);
  }
  return out;
}

std::map<std::string, std::vector<std::string>> scenarios_by_rule() {
  std::map<std::string, std::vector<std::string>> out;
  for (const std::string_view name : mock::scenario_names()) {
    const mock::Scenario scenario = mock::load_scenario(name);
    std::vector<std::string> rules = scenario.expects.findings;
    rules.push_back(scenario.expects.root);
    std::ranges::sort(rules);
    const auto rest = std::ranges::unique(rules);
    rules.erase(rest.begin(), rest.end());
    for (const std::string& rule : rules) {
      if (!rule.empty()) {
        out[rule].emplace_back(name);
      }
    }
  }
  return out;
}

}  // namespace doctor::cli
