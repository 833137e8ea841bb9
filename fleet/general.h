#pragma once
// What a finding's title says without the names that are its target's own, so that the same cause
// is recognised in others: "Agent … has no policy".

#include <string>
#include <string_view>
#include <vector>

#include "fleet/target.h"

namespace doctor::fleet {

/// Names of this target alone: its agent, its credential's place, when its token ended. Longest
/// first.
std::vector<std::string> own_names(const Result& result);
/// The text with each of them replaced by `…`, where it stands as a word.
std::string generalised(std::string_view text, const std::vector<std::string>& own);

}  // namespace doctor::fleet
