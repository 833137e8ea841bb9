#pragma once
// --targets FILE and --shard I/N.

#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "fleet/merge.h"
#include "fleet/shard.h"
#include "fleet/target.h"

namespace doctor::cli {

/// Error, in one line: `--targets: 'x', line 7: …`.
Result<std::vector<fleet::Target>> load_targets(const std::string& path);
/// Those of the shard, as a merger expects them.
std::vector<fleet::Expected> expected_of(std::span<const fleet::Target> targets,
                                         const fleet::Shard& shard);
/// Error: `--shard: …`.
Result<fleet::Shard> shard_of(const std::string& value);

}  // namespace doctor::cli
