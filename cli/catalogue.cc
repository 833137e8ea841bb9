#include "cli/catalogue.h"

#include <set>

#include "intake/seen.h"
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
  for (const FactSpec* fact : intake::seen_facts()) {
    by_name.emplace(fact->name, fact);
  }
  std::vector<const FactSpec*> out;
  out.reserve(by_name.size());
  for (const auto& [name, fact] : by_name) {
    out.push_back(fact);
  }
  return out;
}

std::map<std::string, std::vector<std::string>> scenarios_by_rule() {
  std::map<std::string, std::vector<std::string>> out;
  for (const std::string_view name : mock::scenario_names()) {
    const mock::Summary scenario = mock::summarize_scenario(name);
    std::set<std::string> rules(scenario.expects.findings.begin(), scenario.expects.findings.end());
    rules.insert(scenario.expects.root);
    for (const std::string& rule : rules) {
      if (!rule.empty()) {
        out[rule].emplace_back(name);
      }
    }
  }
  return out;
}

}  // namespace doctor::cli
