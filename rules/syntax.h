#pragma once
// What a lenient JSON reader forgives and a rules file must not contain. Internal to rules/.

#include <string>
#include <string_view>
#include <vector>

namespace doctor::rules {

/// Broken JSON (one message, with line and column) and members written twice in one object (one
/// message each). Empty when the text is fine.
std::vector<std::string> syntax_problems(std::string_view text);

}  // namespace doctor::rules
