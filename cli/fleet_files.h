#pragma once
// What a fleet reads and writes: targets, and one line of JSON per result.

#include <string>
#include <vector>

#include "core/result.h"
#include "fleet/target.h"

namespace doctor::cli {

/// A JSON array of objects with the members of fleet::Target. Error, in one line: the file cannot
/// be read, or where it has another form.
Result<std::vector<fleet::Target>> read_fleet_targets(const std::string& path);

/// Without a line end.
std::string fleet_line(const fleet::Result& result);

}  // namespace doctor::cli
