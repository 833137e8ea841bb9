#pragma once
// Text made harmless for each markup. Callers hand over what plain() returned: one line of valid
// UTF-8 without control characters.

#include <string>
#include <string_view>
#include <vector>

namespace doctor::report {

/// For text and attribute values of XML and HTML.
std::string escape_xml(std::string_view text);

/// For running text of GitHub and GitLab Markdown. What stands between backticks becomes code, as
/// rules mean it; nothing else is formatted, linked, or mentions anybody.
std::string escape_markdown(std::string_view text);
/// The same for a cell of a table: a bar would end it even inside code, so it becomes a broken one.
std::string markdown_cell(std::string_view text);
/// As code, whatever it holds.
std::string markdown_code(std::string_view text);
/// So many backticks that the text has no such run of them; at least `least`.
std::string markdown_fence(std::string_view text, std::size_t least);
/// An address that cannot end the link it stands in, whatever the markup.
bool is_plain_url(std::string_view text);

/// A piece of text and whether it stood between backticks.
struct Span {
  std::string_view text;
  bool code = false;
};
std::vector<Span> spans_of(std::string_view text);

}  // namespace doctor::report
