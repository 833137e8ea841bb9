#pragma once
// Facts and rules in, findings out: candidates, folding of symptoms under their causes, order.
// Pure; the same function serves live runs, the mock, pasted errors and old bundles.

#include <vector>

#include "core/report.h"
#include "rules/table.h"

namespace doctor::rules {

/// Finds what holds, folds symptoms (`caused_by`), orders (root causes first, then severity,
/// certainty, row, place in the table), and assigns the statuses of the observations: fail where a
/// finding of severity error rests on one, warn for a warning, else pass, whatever was there
/// before; skip, unknown and timeout stay. When two observations hold a fact of one name, the
/// earlier counts.
///
/// A rule with `only_if_unexplained` is dropped when each observation it rests on is also evidence
/// of an ordinary finding that is an error, or that explains it, directly or by others. A cycle of
/// explanations, which check() forbids, is cut so that its first finding becomes the root cause.
std::vector<Finding> diagnose(const Table& table, std::vector<Observation>& observations);

/// The statuses alone, anew, from these findings.
void assign_statuses(const std::vector<Finding>& findings, std::vector<Observation>& observations);

/// Unhealthy with an error; else undecided when the run is incomplete, because what was not asked
/// may be the cause; else degraded with a warning; else healthy.
Verdict verdict_of(const std::vector<Finding>& findings, bool complete);
/// Findings by severity, symptoms included; observations by status. One with `warn` is neither
/// passed nor failed.
Summary summarize(const std::vector<Finding>& findings,
                  const std::vector<Observation>& observations);

}  // namespace doctor::rules
