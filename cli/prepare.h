#pragma once
// From the arguments of `run` and `bundle` to what diagnose_machine() takes.

#include <optional>

#include "cli/arguments.h"
#include "cli/options.h"
#include "core/result.h"
#include "mock/mock.h"

namespace doctor::cli {

struct Prepared {
  RunOptions options;
  std::optional<mock::Scenario> scenario = std::nullopt;  ///< with --mock
  const mock::Scenario* mocked() const { return scenario ? &*scenario : nullptr; }
};

/// Error: an option's value, or no such scenario.
Result<Prepared> prepare_run(const Arguments& arguments);

}  // namespace doctor::cli
