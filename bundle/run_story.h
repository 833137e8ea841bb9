#pragma once
// Two views of a run for who supports it: what happened in which order, and what the exchanges
// came to. Made by lists of what is known to be harmless.

#include <string>
#include <vector>

#include "bundle/redact.h"
#include "core/exchange.h"
#include "core/report.h"

namespace doctor::bundle {

/// Of a redacted report: the doctor's own log, one line per step: `layer probe: outcome, time,
/// why`.
std::string log_of(const Report& report);

/// JSON: of each exchange what every probe notes about its answer (status, stage, media, the type
/// and words of an error body, Retry-After …), and what was recorded of it. The report is redacted
/// already; what was recorded is on its way. Vault and agent ids get the stand-ins they have in the
/// report.
std::string exchanges_of(const Report& report,
                         const std::vector<Exchange>& recorded,
                         Redactor& redactor);

}  // namespace doctor::bundle
