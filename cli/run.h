#pragma once
// One run against the machine's set-up, or against a scenario's.

#include <string>
#include <vector>

#include "bundle/pseudonyms.h"
#include "cli/options.h"
#include "core/exchange.h"
#include "core/report.h"
#include "core/result.h"
#include "mock/mock.h"
#include "net/known.h"

namespace doctor::cli {

/// What a bundle needs of a run besides its report.
struct Recorded {
  net::KnownSecrets known = {};              ///< every credential of the run is learnt there
  std::vector<Exchange> exchanges = {};      ///< in the order of the probes
  bundle::Pseudonyms pseudonyms = {};        ///< stand-ins of secrets that servers had said
  std::vector<mock::Recorded> at_mock = {};  ///< what reached the mock, secrets and all
};

/// Discovers, probes and judges. What servers said goes through the redactor before it is judged,
/// so that no echo and no foreign secret is in any text of the report; names stay. `scenario` is
/// null for the machine's own set-up; otherwise its mock is served for the length of the run. An
/// interrupt ends the run early (`complete` false). Error (exit 2): a file or an option that cannot
/// be used. `recorded` is added to; null: nobody needs to know.
Result<Report> diagnose_machine(const RunOptions& options,
                                const mock::Scenario* scenario,
                                Recorded* recorded = nullptr);

/// Every request the run would send, one per line; sends none.
Result<std::string> planned_requests(const RunOptions& options, const mock::Scenario* scenario);

}  // namespace doctor::cli
