#pragma once
// A report without secrets and, unless asked, without names: every text in it goes through the
// redactor, so that each format and a replay can be made from it.

#include "bundle/redact.h"
#include "core/report.h"

namespace doctor::bundle {

/// The names of the examined set-up, vault, path and agent, and those that the API told.
std::vector<KnownName> names_in(const Report& report);
/// Facts and reasons: what servers said in them.
void redact_observations(std::vector<Observation>& observations, Redactor& redactor);
Report redact_report(Report report, Redactor& redactor);

}  // namespace doctor::bundle
