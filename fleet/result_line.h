#pragma once
// A target's result as one line of JSON (result.schema.json), and back without a loss.

#include <string>
#include <string_view>

#include "core/result.h"
#include "fleet/target.h"

namespace doctor::fleet {

/// With its line break.
std::string result_line(const Result& result);
/// Error: what is wrong with the line.
doctor::Result<Result> read_result(std::string_view line);

}  // namespace doctor::fleet
