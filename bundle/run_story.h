#pragma once
// Two views of a run for who supports it: what happened in which order, and what the exchanges
// came to. Made of the report alone, by lists of what is known to be harmless.

#include <string>

#include "core/report.h"

namespace doctor::bundle {

/// The doctor's own log, one line per step: `layer probe: outcome, time, why`.
std::string log_of(const Report& report);

/// JSON: of each exchange what every probe notes about its answer (status, stage, media, the type
/// and words of an error body, Retry-After …); of headers and bodies nothing else is kept.
std::string exchanges_of(const Report& report);

}  // namespace doctor::bundle
