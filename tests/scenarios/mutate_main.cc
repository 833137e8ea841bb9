// Damages every rule in every small way and judges the facts of every scenario again. Damage that
// no scenario notices is printed; the exit code is the number of survivors, at most 1.
//   oneclaw-mutate [RULE-OR-ROW…]

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "mock/mock.h"
#include "rules/diagnosis.h"
#include "rules/mutate.h"
#include "tests/scenarios/played.h"

namespace doctor::scenarios {
namespace {

struct Case {
  std::string name;
  mock::Expectation expects;
  std::vector<Observation> observations;
  std::vector<std::string> findings = {};  ///< with the whole table: ids, order, certainty, cause
};

/// What anyone could see of a diagnosis.
std::vector<std::string> outline(const std::vector<Finding>& findings) {
  std::vector<std::string> out;
  for (const Finding& finding : findings) {
    out.push_back(finding.rule + (finding.root_cause ? " root " : " symptom ") +
                  std::string{name_of(finding.certainty)});
  }
  return out;
}

std::vector<Case> play_all(const rules::Table& table) {
  std::vector<Case> cases;
  for (const std::string_view name : mock::scenario_names()) {
    Case one{.name = std::string{name},
             .expects = mock::load_scenario(name).expects,
             .observations = play(std::string{name}).observations};
    std::vector<Observation> observations = one.observations;
    const auto findings = rules::diagnose(table, observations);
    one.findings = outline(findings);
    if (const auto problem = disappointment(one.expects, findings)) {
      std::printf("%s fails already: %s\n", one.name.c_str(), problem->c_str());
    }
    cases.push_back(std::move(one));
  }
  return cases;
}

enum class Notice { none, outline, failed };

/// Does a scenario's expectation break under the damaged table? Judged anew only where the damaged
/// rule could matter at all.
Notice noticed(const rules::Table& damaged, const std::vector<Case>& cases) {
  Notice most = Notice::none;
  for (const Case& one : cases) {
    std::vector<Observation> observations = one.observations;
    const auto findings = rules::diagnose(damaged, observations);
    if (disappointment(one.expects, findings)) {
      return Notice::failed;
    }
    if (outline(findings) != one.findings) {
      most = Notice::outline;
    }
  }
  return most;
}

bool selected(const rules::Rule& rule, const std::vector<std::string>& words) {
  return words.empty() || std::ranges::any_of(words, [&](const std::string& word) {
           return word == rule.id || word == rule.row;
         });
}

int survivors(const std::vector<std::string>& words) {
  rules::Table table = rules::built_in_table();
  const std::vector<Case> cases = play_all(table);
  int all = 0;
  int alive = 0;
  for (std::size_t i = 0; i < table.rules.size(); ++i) {
    if (!selected(table.rules[i], words)) {
      continue;
    }
    for (rules::Mutant& mutant : rules::mutants(table.rules[i])) {
      std::swap(table.rules[i], mutant.rule);
      const Notice notice = noticed(table, cases);
      std::swap(table.rules[i], mutant.rule);
      ++all;
      if (notice != Notice::failed) {
        ++alive;
        std::printf(
            "survived: %s: %s%s\n",
            table.rules[i].id.c_str(),
            mutant.description.c_str(),
            notice == Notice::outline ? "  (changes a diagnosis that no scenario pins)" : "");
      }
    }
  }
  std::printf("%d mutants of %zu rules over %zu scenarios, %d survived\n",
              all,
              table.rules.size(),
              cases.size(),
              alive);
  return alive == 0 ? 0 : 1;
}

}  // namespace
}  // namespace doctor::scenarios

int main(int argc, char** argv) {
  return doctor::scenarios::survivors(std::vector<std::string>(argv + 1, argv + argc));
}
