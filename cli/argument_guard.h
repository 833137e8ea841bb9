#pragma once
// Arguments are visible to every process on the machine, so a credential among them is refused, and
// the refusal does not repeat it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace doctor::cli {

/// Does the argument carry what looks like a credential's value?
bool carries_credential(std::string_view argument);
/// The refusal when one of the arguments does.
std::optional<std::string> refused_argument(const std::vector<std::string>& arguments);
/// The refusal when the option (`--api-key`) would take a credential's value, as other tools do.
std::optional<std::string> refused_option(std::string_view name);

}  // namespace doctor::cli
