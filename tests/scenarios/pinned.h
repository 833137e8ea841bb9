#pragma once
// Every scenario's whole diagnosis, one reviewed line each: tests/scenarios/diagnoses.txt.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/report.h"

namespace doctor::scenarios {

/// Scenario → outline.
using Diagnoses = std::map<std::string, std::string, std::less<>>;

/// What anyone sees of a diagnosis, on one line: `access.policy/no-policy root error certain,
/// mcp.access/agent-may-not-read symptom error likely`, in order; `nothing`.
std::string outline(const std::vector<Finding>& findings);

/// Throws std::runtime_error when there is no such file, or a line is not `scenario: outline`. A
/// scenario with two lines, as a merge may leave them, has an outline that no diagnosis has.
Diagnoses pinned_diagnoses();
/// Replaces the file, sorted by scenario.
void pin(const Diagnoses& diagnoses);

}  // namespace doctor::scenarios
