#pragma once
// What `--version` prints, known without reading the rules.

#include <string_view>

namespace doctor::cli {

std::string_view tool_version();
/// The version of the built-in rules table (a test holds it equal to the table's own).
std::string_view rules_version();

}  // namespace doctor::cli
