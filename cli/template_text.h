#pragma once
// Texts of rules, read without a run.

#include <string>
#include <string_view>

namespace doctor::cli {

/// With `<fact.name>` where a run puts what it found.
std::string with_names(std::string_view text);
/// The same, but with the words for an unknown fact where the text has them: fit for a list.
std::string with_words(std::string_view text);

}  // namespace doctor::cli
