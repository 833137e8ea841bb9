#pragma once
// Findings that the user knows of already: they leave the judgement and stay in the report. Pure.

#include <string>
#include <string_view>
#include <vector>

#include "core/report.h"
#include "rules/table.h"

namespace doctor::rules {

/// What one entry of the user's takes out of the judgement.
struct Suppression {
  std::string what;  ///< a rule's id or a row
  std::string reason = {};
  std::string until = {};  ///< the last day on which it holds, `2026-12-31`; empty: no end
  std::string by = "ignore";
};

/// A rule of the table, or a row.
bool is_known(const Table& table, std::string_view rule_or_row);

/// Moves what the list names from `findings` to `suppressed`, and with it the symptoms that
/// follow from nothing else; verdict, summary and statuses are those of what is left.
void suppress(const std::vector<Suppression>& list, Report& report);

/// What was suppressed in a report, as a list.
std::vector<Suppression> suppressions_in(const Report& report);

/// The same for every error and warning that the earlier report has, too, no less severe: as a
/// finding, or suppressed there.
void suppress_known(const Report& earlier, Report& report);

}  // namespace doctor::rules
