#pragma once
// --ignore, --ignore-file and --baseline: what the user knows already (docs/known.md).

#include <optional>
#include <string>
#include <vector>

#include "cli/options.h"
#include "core/report.h"
#include "core/result.h"
#include "core/time.h"
#include "rules/suppress.h"
#include "setup/system.h"

namespace doctor::cli {

/// For one target alone, or for all when `target` is empty. It is named as the report's target
/// shows it (an agent, a vault, a client, a URL), or by the base URL's host.
struct KnownCause {
  rules::Suppression what;
  std::string target = {};
};

struct KnownCauses {
  std::vector<KnownCause> causes = {};
  std::vector<std::string> expired = {};  ///< `access.ip, until 2026-01-31`
  std::optional<Report> baseline = std::nullopt;
};

/// Error, in one line: a file that cannot be read or has another form, a rule or row that the table
/// does not have. An entry holds through its last day, UTC.
Result<KnownCauses> read_known_causes(const RunOptions& options,
                                      const rules::Table& table,
                                      const setup::System& machine,
                                      TimePoint now);

/// Takes those that are meant for this target out of the judgement.
void set_aside(const KnownCauses& known, Report& report);

}  // namespace doctor::cli
