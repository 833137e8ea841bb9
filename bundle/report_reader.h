#pragma once
// A JSON report (docs/report-json.md) back into a Report. Lenient where members may be added or
// missing, strict where the text is no report at all.

#include <string_view>

#include "core/document.h"
#include "core/report.h"
#include "core/result.h"

namespace doctor::bundle {

/// Error: not JSON, no report of ours, or one of another major version. The mode is the one it was
/// made in.
Result<Report> read_report(std::string_view json);
/// The same for a report that is a part of something.
Result<Report> read_report(const Node& root);

}  // namespace doctor::bundle
