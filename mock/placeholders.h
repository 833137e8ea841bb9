#pragma once
// `{{…}}` in scenario files.

#include <string>

#include "mock/world.h"

namespace doctor::mock {

/// Replaces `{{time:SECONDS}}` in a world's JSON by that time relative to the world's own clock.
std::string resolve_times(const std::string& world_json, const std::string& place);

/// Replaces times and references to records (`key`, `id`, `token`, `password`) in other JSON. A
/// string that is nothing but `{{epoch:SECONDS}}` or `{{epoch_ms:SECONDS}}` becomes a number.
std::string resolve_references(const std::string& json,
                               const World& world,
                               const std::string& place);

}  // namespace doctor::mock
