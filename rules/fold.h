#pragma once
// Which of the rules that hold is the cause of which. Internal to rules/.

#include <cstddef>
#include <string>
#include <vector>

#include "core/report.h"
#include "rules/table.h"

namespace doctor::rules {

/// A rule that holds, and what it rests on.
struct Candidate {
  const Rule* rule;
  Certainty certainty;
  std::size_t place;                     ///< in the table
  std::vector<std::string> evidence;     ///< observation ids, in the order of the observations
  std::vector<std::size_t> causes = {};  ///< indices of the candidates that explain this one
};

/// Sorts by severity, certainty, row and place in the table.
void sort_by_weight(std::vector<Candidate>& candidates);
/// Drops `only_if_unexplained` candidates whose evidence other findings account for.
void drop_explained_fallbacks(std::vector<Candidate>& candidates);
/// Fills `causes`, without cycles.
void find_causes(std::vector<Candidate>& candidates);

}  // namespace doctor::rules
