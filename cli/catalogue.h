#pragma once
// What the tables of the program say about each other.

#include <map>
#include <string>
#include <vector>

#include "core/fact.h"

namespace doctor::cli {

/// Every fact some probe or a foreign record establishes, once, by name: what a rule may be written
/// on.
std::vector<const FactSpec*> known_facts();

/// Rule id → the scenarios in which it is expected to hold.
std::map<std::string, std::vector<std::string>> scenarios_by_rule();

}  // namespace doctor::cli
