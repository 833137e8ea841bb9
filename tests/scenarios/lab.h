#pragma once
// What no scenario can show: faults of the network, recorded in the lab (tests/netlab/recorded/,
// docs/network-lab.md), and what only a target of a fleet can suffer from (tests/fleet/recorded/).

#include <string>
#include <vector>

#include "core/report.h"

namespace doctor::scenarios {

struct Recorded {
  std::string fault;     ///< the name of its file
  std::string expected;  ///< the rule that is to be first
  Report report;         ///< what the program found out there; only the observations are kept
};

/// Throws std::runtime_error when a record, or what it is of, cannot be read.
std::vector<Recorded> recorded_elsewhere();

}  // namespace doctor::scenarios
