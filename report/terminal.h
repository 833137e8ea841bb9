#pragma once
// The parts of the terminal report, in the order in which they are read: what is wrong first, what
// was examined last.

#include <string>
#include <string_view>

#include "core/report.h"
#include "report/page.h"
#include "report/words.h"

namespace doctor::report {

/// Every root cause with its proof, its fix and, one line each, its symptoms.
void add_findings(Page& page, const Report& report, const Style& style);
/// What counts for nothing, one line each.
void add_suppressed(Page& page, const Report& report);
/// One line per root cause.
void add_causes_only(Page& page, const Report& report);
/// How the observations came out: counts per layer, and words only for what has no outcome.
void add_checks(Page& page, const Report& report);
/// Where the time of each request went; nothing without a request.
void add_timeline(Page& page, const Report& report);
/// Every observation with its facts.
void add_observations(Page& page, const Report& report);

}  // namespace doctor::report
