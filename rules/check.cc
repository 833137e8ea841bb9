// Checks across rules, and the relation between causes and symptoms they and the diagnosis share.

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "rules/place.h"
#include "rules/table.h"

namespace doctor::rules {
namespace {

using Names = std::vector<std::string>;

void report(Problems& problems, const Rule& rule, std::string_view place, std::string_view what) {
  problems.push_back(fmt::format("table: {}: {}: {}", rule.id, place, what));
}

void check_ids(const Table& table, Problems& problems) {
  std::set<std::string_view> seen;
  for (const Rule& rule : table.rules) {
    if (!seen.insert(rule.id).second) {
      report(problems, rule, "/id", "another rule has this id");
    }
    if (position_of_row(rule.row) == rows().size()) {
      report(problems, rule, "-", fmt::format("unknown row '{}'", rule.row));
    }
  }
}

void check_names(const Table& table, Problems& problems) {
  Names candidates;
  for (const Row& row : rows()) {
    candidates.emplace_back(row.id);
  }
  for (const Rule& rule : table.rules) {
    candidates.push_back(rule.id);
  }
  std::ranges::copy(table.left_out, std::back_inserter(candidates));
  for (const Rule& rule : table.rules) {
    for (std::size_t i = 0; i < rule.explains.size(); ++i) {
      const std::string& name = rule.explains[i];
      const std::string place = fmt::format("/explains/{}", i);
      if (name == rule.id) {
        report(problems, rule, place, "a rule cannot explain itself");
      } else if (std::ranges::find(candidates, name) == candidates.end()) {
        report(problems,
               rule,
               place,
               fmt::format(
                   "no rule and no row is called '{}'{}", name, did_you_mean(name, candidates)));
      }
    }
  }
}

/// Depth first; each cycle is reported once, from the rule where it is first met.
class CycleSearch {
 public:
  CycleSearch(const Table& table, Problems& problems) : table_(&table), problems_(&problems) {}

  void visit(const Rule& rule) {
    if (done_.contains(&rule)) {
      return;
    }
    if (const auto open = std::ranges::find(path_, &rule); open != path_.end()) {
      std::string way;
      for (auto step = open; step != path_.end(); ++step) {
        way += (*step)->id + " → ";
      }
      report(*problems_, rule, "/explains", fmt::format("a cycle: {}{}", way, rule.id));
      return;
    }
    path_.push_back(&rule);
    for (const Rule& other : table_->rules) {
      if (explains(rule, other)) {
        visit(other);
      }
    }
    path_.pop_back();
    done_.insert(&rule);
  }

 private:
  const Table* table_;
  Problems* problems_;
  std::vector<const Rule*> path_;
  std::set<const Rule*> done_;
};

}  // namespace

bool explains(const Rule& cause, const Rule& symptom) {
  if (cause.id == symptom.id) {
    return false;
  }
  const auto names = [&](std::string_view word) {
    return std::ranges::find(cause.explains, word) != cause.explains.end();
  };
  return names(symptom.id) || (names(symptom.row) && symptom.severity <= cause.severity);
}

Problems check(const Table& table) {
  Problems problems;
  check_ids(table, problems);
  check_names(table, problems);
  CycleSearch cycles{table, problems};
  for (const Rule& rule : table.rules) {
    cycles.visit(rule);
  }
  return problems;
}

}  // namespace doctor::rules
