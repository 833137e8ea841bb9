#pragma once
// JSON → Condition, with every mistake reported at its place. Internal to rules/.

#include "core/document.h"
#include "rules/condition.h"
#include "rules/place.h"

namespace doctor::rules {

/// Problems are reported to `place`; the condition is then of no use.
Condition read_condition(const Node& node, const Place& place, const Vocabulary& vocabulary);

}  // namespace doctor::rules
