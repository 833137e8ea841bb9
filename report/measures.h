#pragma once
// The numbers of a report that monitoring keeps: read from the facts, by their names.

#include <optional>

#include "core/report.h"

namespace doctor::report {

/// Each is absent when the run did not establish it.
struct Measures {
  std::optional<double> run_at = {};               ///< Unix time, this machine's clock
  std::optional<double> quota_used = {};           ///< requests of this month
  std::optional<double> quota_limit = {};          ///< requests included per month
  std::optional<double> clock_offset = {};         ///< seconds; positive: the server is ahead
  std::optional<double> certificate_ends_at = {};  ///< Unix time, like the next two
  std::optional<double> token_ends_at = {};
  std::optional<double> key_ends_at = {};
};

Measures measures_of(const Report& report);

}  // namespace doctor::report
