#include "rules/fold.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <tuple>

namespace doctor::rules {
namespace {

/// Walks from causes to symptoms; an explanation that leads back to a candidate still being walked
/// would close a cycle and is left out. Starting in order of weight makes the weightiest of a cycle
/// its root.
class CauseSearch {
 public:
  explicit CauseSearch(std::vector<Candidate>& candidates)
      : candidates_(&candidates), states_(candidates.size(), State::fresh) {}

  void walk(std::size_t cause) {
    if (states_[cause] != State::fresh) {
      return;
    }
    states_[cause] = State::open;
    for (std::size_t symptom = 0; symptom < candidates_->size(); ++symptom) {
      if (states_[symptom] != State::open &&
          explains(*(*candidates_)[cause].rule, *(*candidates_)[symptom].rule)) {
        (*candidates_)[symptom].causes.push_back(cause);
        walk(symptom);
      }
    }
    states_[cause] = State::done;
  }

 private:
  enum class State : std::uint8_t { fresh, open, done };
  std::vector<Candidate>* candidates_;
  std::vector<State> states_;
};

/// Every ordinary candidate that explains `symptom`, directly or by others.
std::set<const Candidate*> explainers_of(const Candidate& symptom,
                                         const std::vector<Candidate>& candidates) {
  std::set<const Candidate*> out;
  std::vector<const Candidate*> open{&symptom};
  while (!open.empty()) {
    const Candidate* current = open.back();
    open.pop_back();
    for (const Candidate& candidate : candidates) {
      if (!candidate.rule->only_if_unexplained && explains(*candidate.rule, *current->rule) &&
          out.insert(&candidate).second) {
        open.push_back(&candidate);
      }
    }
  }
  return out;
}

bool is_explained(const Candidate& fallback, const std::vector<Candidate>& candidates) {
  const auto explainers = explainers_of(fallback, candidates);
  const auto is_accounted_for = [&](const std::string& observation) {
    return std::ranges::any_of(candidates, [&](const Candidate& other) {
      const bool counts = !other.rule->only_if_unexplained &&
                          (other.rule->severity == Severity::error || explainers.contains(&other));
      return counts && std::ranges::find(other.evidence, observation) != other.evidence.end();
    });
  };
  return !fallback.evidence.empty() && std::ranges::all_of(fallback.evidence, is_accounted_for);
}

}  // namespace

void sort_by_weight(std::vector<Candidate>& candidates) {
  // Severity and certainty descend, so they stand on the other side.
  std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
    return std::tuple{b.rule->severity, b.certainty, position_of_row(a.rule->row), a.place} <
           std::tuple{a.rule->severity, a.certainty, position_of_row(b.rule->row), b.place};
  });
}

void drop_explained_fallbacks(std::vector<Candidate>& candidates) {
  std::vector<Candidate> kept;
  for (const Candidate& candidate : candidates) {
    if (!candidate.rule->only_if_unexplained || !is_explained(candidate, candidates)) {
      kept.push_back(candidate);
    }
  }
  candidates = std::move(kept);
}

void find_causes(std::vector<Candidate>& candidates) {
  CauseSearch search{candidates};
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    search.walk(i);
  }
  for (Candidate& candidate : candidates) {
    std::ranges::sort(candidate.causes);
  }
}

}  // namespace doctor::rules
