#include "report/markup.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/text.h"

namespace doctor::report {
namespace {

struct Entity {
  char character;
  std::string_view text;
};
constexpr auto entities = std::to_array<Entity>(
    {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}});

/// Would a reader's program make a link, a mention or a reference of this word?
bool is_linked(std::string_view word) {
  return word.find_first_of("@#") != std::string_view::npos ||
         word.find("://") != std::string_view::npos || contains_ignoring_case(word, "www.") ||
         contains_ignoring_case(word, "mailto:") || contains_ignoring_case(word, "xmpp:");
}

/// Does the character begin a list or underline a heading, coming after `before` in its line?
bool is_special_in_front(std::string_view before, char c) {
  constexpr std::string_view digits = "0123456789";
  return before.empty()
             ? c == '+' || c == '-' || c == '='
             : (c == '.' || c == ')') && before.find_first_not_of(digits) == std::string_view::npos;
}

void add_words(std::string_view text, std::string& out) {
  constexpr std::string_view special = "\\`*_[]<>&|~$!";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    if (is_linked(word)) {
      const std::size_t end_of_link = word.find_last_not_of(",.;:!?") + 1;
      out += markdown_code(word.substr(0, end_of_link));
      out += word.substr(end_of_link);  // what ends the sentence is not part of it
    } else {
      for (const char c : word) {
        const bool active =
            special.find(c) != std::string_view::npos || is_special_in_front(out, c);
        out += active ? "\\" : "";
        out += c;
      }
    }
    out += end < text.size() ? " " : "";
    at = end + 1;
  }
}

}  // namespace

std::vector<Span> spans_of(std::string_view text) {
  std::vector<Span> out;
  std::size_t from = 0;
  for (std::size_t open = text.find('`'); open != std::string_view::npos;) {
    const std::size_t close = text.find('`', open + 1);
    if (close == std::string_view::npos) {
      break;
    }
    // Runs of backticks are somebody else's idea of code: they stay text.
    const bool single = close > open + 1 && (open == 0 || text[open - 1] != '`') &&
                        (close + 1 == text.size() || text[close + 1] != '`');
    if (single) {
      out.push_back({.text = text.substr(from, open - from)});
      out.push_back({.text = text.substr(open + 1, close - open - 1), .code = true});
      from = close + 1;
    }
    open = text.find('`', single ? close + 1 : open + 1);
  }
  out.push_back({.text = text.substr(from)});
  std::erase_if(out, [](const Span& span) { return span.text.empty(); });
  return out;
}

std::string markdown_fence(std::string_view text, std::size_t least) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  std::string out;
  out.append(std::max(least, longest + 1), '`');
  return out;
}

std::string markdown_code(std::string_view text) {
  const std::string fence = markdown_fence(text, 1);
  const bool padded = fence.size() > 1 || text.starts_with(' ') || text.ends_with(' ');
  return fmt::format("{0}{1}{2}{1}{0}", fence, padded ? " " : "", text);
}

std::string escape_markdown(std::string_view text) {
  std::string out;
  for (const Span& span : spans_of(text)) {
    if (span.code) {
      out += markdown_code(span.text);
    } else {
      add_words(span.text, out);
    }
  }
  return out;
}

std::string markdown_cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c == '|' ? "¦" : std::string(1, c);
  }
  return escape_markdown(out);
}

bool is_plain_url(std::string_view text) {
  constexpr std::string_view harmless =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=?#%+~";
  return text.starts_with("https://") && text.find_first_not_of(harmless) == std::string_view::npos;
}

std::string escape_xml(std::string_view text) {
  constexpr std::string_view not_characters = "\xef\xbf\xbe\xef\xbf\xbf";  // U+FFFE and U+FFFF
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view three = text.substr(i, 3);
    if (three == not_characters.substr(0, 3) || three == not_characters.substr(3)) {
      out += '?';
      i += 2;
      continue;
    }
    const auto* const found = std::ranges::find(entities, text[i], &Entity::character);
    if (found == entities.end()) {
      out += text[i];
    } else {
      out += found->text;
    }
  }
  return out;
}

}  // namespace doctor::report
