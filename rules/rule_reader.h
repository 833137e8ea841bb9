#pragma once
// JSON → Rule, with every mistake reported at its place. Internal to rules/.

#include <string_view>

#include "core/document.h"
#include "rules/place.h"
#include "rules/table.h"

namespace doctor::rules {

/// Reports problems to `place`, which is already that of the rule; what it returns is of use only
/// when there were none.
Rule read_rule(const Node& node,
               std::string_view row,
               const Place& place,
               const Vocabulary& vocabulary);

}  // namespace doctor::rules
