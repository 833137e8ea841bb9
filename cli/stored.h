#pragma once
// Reports that were kept: from a file or from standard input.

#include <string>

#include "core/report.h"
#include "core/result.h"

namespace doctor::cli {

/// A JSON report, or a bundle with one; `-` is standard input. Error: it cannot be read, is too
/// large, or holds no report.
Result<Report> load_report(const std::string& path);

}  // namespace doctor::cli
