#include "tests/scenarios/recording.h"

#include <algorithm>
#include <utility>

#include "rules/diagnosis.h"
#include "tests/scenarios/pinned.h"

namespace doctor::scenarios {

rules::Table without_texts(rules::Table table) {
  for (rules::Rule& rule : table.rules) {
    rule.title.clear();
    rule.cause.clear();
    rule.because.clear();
    rule.ruled_out.clear();
    rule.fix.clear();
  }
  return table;
}

Recording::Recording(const rules::Table& table, std::vector<Observation> observations)
    : table_(&table), observations_(std::move(observations)) {
  for (const Observation& observation : observations_) {
    facts_.merge(observation.facts);
  }
  rules::Table judged;
  for (std::size_t place = 0; place < table.rules.size(); ++place) {
    if (holds(table.rules[place])) {
      holding_.push_back(place);
      judged.rules.push_back(table.rules[place]);
    }
  }
  outline_ = judge(judged);
}

bool Recording::notices(const rules::Rule& rule, std::size_t place) const {
  const bool holds_now = holds(rule);
  if (!holds_now && !std::ranges::binary_search(holding_, place)) {
    return false;
  }
  std::vector<std::size_t> places = holding_;
  std::erase(places, place);
  if (holds_now) {
    places.insert(std::ranges::upper_bound(places, place), place);
  }
  rules::Table judged;
  for (const std::size_t other : places) {
    judged.rules.push_back(other == place ? rule : table_->rules[other]);
  }
  return judge(judged) != outline_;
}

bool Recording::holds(const rules::Rule& rule) const {
  return rules::evaluate(rule.when, facts_, nullptr) == rules::Truth::yes;
}

std::string Recording::judge(const rules::Table& table) const {
  std::vector<Observation> observations = observations_;
  return scenarios::outline(rules::diagnose(table, observations));
}

}  // namespace doctor::scenarios
