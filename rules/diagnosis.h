#pragma once
// Facts and rules in, findings out: candidates, folding of symptoms under their causes, order.
// Pure; the same function serves live runs, the mock, pasted errors and old bundles.

#include <vector>

#include "core/report.h"
#include "rules/table.h"

namespace doctor::rules {

/// Finds what holds, folds symptoms (`caused_by`), orders (root causes first, then severity,
/// certainty, row), and assigns pass, warn and fail to the observations the findings rest on.
std::vector<Finding> diagnose(const Table& table, std::vector<Observation>& observations);

/// Healthy without errors and warnings; undecided when the run is incomplete and no error was
/// found.
Verdict verdict_of(const std::vector<Finding>& findings, bool complete);
Summary summarize(const std::vector<Finding>& findings,
                  const std::vector<Observation>& observations);

}  // namespace doctor::rules
