#pragma once
// What the mock cannot play on a loopback: faults of the network, recorded in the lab
// (tests/netlab/recorded/, docs/network-lab.md).

#include <string>
#include <vector>

#include "core/report.h"

namespace doctor::scenarios {

struct Recorded {
  std::string fault;     ///< its name in the lab
  std::string expected;  ///< the rule that the lab expects first
  Report report;         ///< what the program found out there; only the observations are kept
};

/// Throws std::runtime_error when a record or its fault cannot be read.
std::vector<Recorded> recorded_in_the_lab();

}  // namespace doctor::scenarios
