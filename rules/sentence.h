#pragma once
// Texts with facts in them: `{token.kind}`, `{token.kind|words when it is unknown}`, and in other
// forms `{token.age_seconds:duration}` (12 min), `{vaults.count:count vault/vaults}` (1 vault),
// `{credential.problems:words}` (line break, not line_break); `{{` and `}}` stand for braces. One
// pass: what a fact says is never read as a placeholder, and control characters in it are made
// harmless.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/fact.h"
#include "core/result.h"

namespace doctor::rules {

/// The most bytes of one fact that a text shows.
inline constexpr std::size_t longest_fact = 200;

/// How a fact is shown.
enum class Form : std::uint8_t {
  plain,
  duration,  ///< a number of seconds, as a duration
  count,     ///< a number, with the words for one or for many behind it
  words,     ///< the names of things, with spaces for underscores
};

/// Where a fact goes, and in what form.
struct Placeholder {
  std::string fact;
  Form form = Form::plain;
  std::string one = {};   ///< of a count: the words behind 1
  std::string many = {};  ///< and those behind all other numbers
  std::optional<std::string> otherwise = std::nullopt;
};

/// Words, and a fact behind them.
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
