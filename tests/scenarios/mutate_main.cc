// Damages every rule in every small way and judges the facts of every scenario again. Damage that
// changes no scenario's diagnosis is printed.
//   oneclaw-mutate [RULE-OR-ROW…]
// Exit code: 0 when no damage survived, 1 when some did, 2 when the scenarios' diagnoses are not
// the pinned ones to begin with.

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <exception>
#include <string>
#include <thread>
#include <vector>

#include "rules/condition.h"
#include "rules/mutate.h"
#include "tests/scenarios/lab.h"
#include "tests/scenarios/pinned.h"
#include "tests/scenarios/played.h"
#include "tests/scenarios/recording.h"

namespace doctor::scenarios {
namespace {

/// How one rule fared.
struct Score {
  std::size_t mutants = 0;
  std::vector<std::string> survivors = {};
};

std::vector<Recording> record_all(const rules::Table& table) {
  const std::vector<std::string> names = every_scenario();
  const Diagnoses pinned = pinned_diagnoses();
  std::vector<Recording> recordings;
  bool as_pinned = true;
  std::vector<Played> played = play_all(names);
  for (std::size_t i = 0; i < names.size(); ++i) {
    recordings.emplace_back(table, std::move(played[i].observations));
    const auto line = pinned.find(names[i]);
    if (line == pinned.end() || line->second != recordings.back().outline()) {
      std::printf("not as pinned: %s: %s\n", names[i].c_str(), recordings.back().outline().c_str());
      as_pinned = false;
    }
  }
  for (Recorded& recorded : recorded_elsewhere()) {
    recordings.emplace_back(table, std::move(recorded.report.observations));
  }
  if (!as_pinned) {
    throw std::runtime_error{"the scenarios test has to pass first"};
  }
  return recordings;
}

Score score_of(const rules::Rule& rule,
               std::size_t place,
               const std::vector<Recording>& recordings) {
  const std::vector<rules::Mutant> mutants = rules::mutants(rule);
  Score score{.mutants = mutants.size()};
  for (const rules::Mutant& mutant : mutants) {
    const auto notices = [&](const Recording& recording) {
      return recording.notices(mutant.rule, place);
    };
    if (std::ranges::none_of(recordings, notices)) {
      score.survivors.push_back(mutant.description);
    }
  }
  return score;
}

std::vector<Score> score_all(const rules::Table& table,
                             const std::vector<std::size_t>& places,
                             const std::vector<Recording>& recordings) {
  std::vector<Score> scores(places.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < places.size(); i = next++) {
      scores[i] = score_of(table.rules[places[i]], places[i], recordings);
    }
  };
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
    workers.emplace_back(work);
  }
  for (std::thread& worker : workers) {
    worker.join();
  }
  return scores;
}

/// Rules for foreign records hold in no scenario: the corpus of tests/intake/ is there for them.
bool needs_a_record(const rules::Rule& rule) {
  const std::vector<std::string> facts = rules::facts_of(rule.when);
  return std::ranges::find(facts, "seen.input") != facts.end();
}

std::vector<std::size_t> selected(const rules::Table& table,
                                  const std::vector<std::string>& words) {
  std::vector<std::size_t> places;
  for (std::size_t place = 0; place < table.rules.size(); ++place) {
    if (needs_a_record(table.rules[place])) {
      continue;
    }
    const auto names = [&](const std::string& word) {
      return word == table.rules[place].id || word == table.rules[place].row;
    };
    if (words.empty() || std::ranges::any_of(words, names)) {
      places.push_back(place);
    }
  }
  return places;
}

int run(const std::vector<std::string>& words) {
  const rules::Table table = without_texts(rules::built_in_table());
  const std::vector<std::size_t> places = selected(table, words);
  const std::vector<Recording> recordings = record_all(table);
  const std::vector<Score> scores = score_all(table, places, recordings);
  std::size_t mutants = 0;
  std::size_t survivors = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    mutants += scores[i].mutants;
    survivors += scores[i].survivors.size();
    for (const std::string& survivor : scores[i].survivors) {
      std::printf("survived: %s: %s\n", table.rules[places[i]].id.c_str(), survivor.c_str());
    }
  }
  std::printf("%zu mutants of %zu rules over %zu scenarios, %zu survived\n",
              mutants,
              places.size(),
              recordings.size(),
              survivors);
  return survivors == 0 ? 0 : 1;
}

}  // namespace
}  // namespace doctor::scenarios

int main(int argc, char** argv) {
  try {
    return doctor::scenarios::run(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const std::exception& error) {
    (void)std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
}
