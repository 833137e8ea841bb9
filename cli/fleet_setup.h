#pragma once
// The set-up of one target of a fleet: what its row says, and for the rest the command's options.
// The clients' files and variables of this machine have no say: they are not that agent's.

#include "cli/fleet_pace.h"
#include "cli/options.h"
#include "core/result.h"
#include "core/time.h"
#include "fleet/target.h"
#include "setup/setup.h"
#include "setup/system.h"

namespace doctor::cli {

/// `machine` is where the credential's reference leads, and whose proxies are on the way. A
/// reference that leads nowhere is the target's own fault: its report will say so. Error: the
/// options are of no use for any target.
Result<setup::Setup> set_up_target(const fleet::Target& target,
                                   const RunOptions& options,
                                   const setup::System& machine,
                                   TimePoint now);

/// What it may ask, as far as its row tells; `signs_in` when in doubt.
Demand demand_of(const fleet::Target& target, const RunOptions& options);

}  // namespace doctor::cli
