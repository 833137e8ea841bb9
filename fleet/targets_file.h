#pragma once
// The targets file (docs/fleet.md, targets.schema.json): which set-ups are to be examined.

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "fleet/target.h"

namespace doctor::fleet {

/// What a target may tell. One list for both forms of the file.
struct TargetField {
  std::string_view name;
  std::string_view about;
};
std::span<const TargetField> target_fields();

/// Error, one line that names line and field and never a value: what cannot be read, an unknown
/// field, a name that is missing or given twice, a value that is none, a credential that is there
/// itself instead of where it is. No target at all is an error, too.
doctor::Result<std::vector<Target>> read_targets(std::string_view text);

}  // namespace doctor::fleet
