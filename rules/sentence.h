#pragma once
// Texts with facts in them: `{token.kind}`, `{token.kind|words when it is unknown}`,
// `{token.age_seconds:duration}` (12 min); `{{` and `}}` stand for braces. One pass: what a fact
// says is never read as a placeholder, and control characters in it are made harmless.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/fact.h"
#include "core/result.h"

namespace doctor::rules {

/// The most bytes of one fact that a text shows.
inline constexpr std::size_t longest_fact = 200;

struct Placeholder {
  std::string fact;
  bool duration = false;  ///< a number of seconds, shown as a duration
  std::optional<std::string> otherwise = std::nullopt;
};

struct Piece {
  std::string words = {};
  std::optional<Placeholder> placeholder = std::nullopt;  ///< after the words
};

/// The text in pieces; an Error when a brace has no partner or a placeholder is malformed.
Result<std::vector<Piece>> pieces_of(std::string_view text);

/// nullopt when the text is malformed or a fact it has no other words for is unknown.
std::optional<std::string> render(std::string_view text, const Facts& facts);
/// Always a text: an unknown fact reads `(unknown)`.
std::string render_always(std::string_view text, const Facts& facts);
/// A command's words. Empty when a fact is unknown, or when its value is not a plain word: a
/// command that a reader may copy must not carry what a server made up.
std::vector<std::string> render_command(const std::vector<std::string>& words, const Facts& facts);

}  // namespace doctor::rules
