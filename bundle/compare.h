#pragma once
// Two reports side by side. Pure.

#include <string_view>

#include "core/report.h"
#include "rules/table.h"

namespace doctor::bundle {

/// Which rules hold in one of the two alone, or are judged or worded differently.
Comparison compare(const Report& earlier, const Report& later);

/// The facts of `earlier` judged by `table`: a report of its own, mode offline, that says what it
/// judges differently.
Report replay(const Report& earlier, const rules::Table& table, std::string_view tool_version);

/// `later` as seen from `earlier`, in the shape of a report so that every format can show it:
/// - findings: the new ones, then those that became worse, changed, became better and stayed the
///   same, then those that are gone (as infos); each says which in `change` and in its title;
/// - observations: those with a fact or an outcome that moved, with these facts alone, each a text
///   `before → after`;
/// - verdict and summary: those of `later`.
Report diff(const Report& earlier, const Report& later);

/// A finding of a diff that was not there before, or was less severe.
bool is_regression(const Finding& finding);

}  // namespace doctor::bundle
