// What goes wrong when a value is pasted.

#include <algorithm>
#include <array>
#include <span>

#include "api/credential.h"
#include "core/text.h"

namespace doctor::api {
namespace {

constexpr std::array<std::string_view, 9> quote_marks{"\"", "'", "`", "“", "”", "‘", "’", "«", "»"};

// No-break space, zero-width space to right-to-left mark, word joiner, byte order mark.
constexpr std::array<std::string_view, 8> invisible_marks{"\xc2\xa0",
                                                          "\xe2\x80\x8b",
                                                          "\xe2\x80\x8c",
                                                          "\xe2\x80\x8d",
                                                          "\xe2\x80\x8e",
                                                          "\xe2\x80\x8f",
                                                          "\xe2\x81\xa0",
                                                          "\xef\xbb\xbf"};

constexpr std::array<std::string_view, 7> key_prefixes{
    "ocv_", "1ck_", "plt_", "ct_", "rat_", "whk_", "eyJ"};

// Words of which one alone, between separators, marks an example. A random key holds one of them
// with a probability below one in a million.
constexpr std::array<std::string_view, 7> example_words{
    "your", "yourkey", "yourtoken", "changeme", "replaceme", "placeholder", "uuid"};
// These mark an example in a key only: a vault may well be called `todo`.
constexpr std::array<std::string_view, 8> example_words_of_keys{
    "example", "redacted", "insert", "dummy", "todo", "fixme", "here", "goes"};

// Whole values that scripts and templates write for "nothing".
constexpr std::array<std::string_view, 6> nothing_words{
    "null", "undefined", "none", "nil", "nan", "[object object]"};

constexpr std::array<std::string_view, 8> redaction_words{"[redacted]",
                                                          "<redacted>",
                                                          "[hidden]",
                                                          "<hidden>",
                                                          "[masked]",
                                                          "[secret]",
                                                          "[token]",
                                                          "(hidden)"};

constexpr std::array<std::string_view, 6> reference_starts{
    "secrets.", "env.", "vars.", "process.env.", "env:", "op://"};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_word_character(char c) {
  return is_letter(c) || (c >= '0' && c <= '9');
}
bool is_name_character(char c) {
  return is_word_character(c) || c == '_';
}
bool is_white(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f';
}

/// The mark `text` starts (or ends) with, else empty.
std::string_view leading(std::string_view text, std::span<const std::string_view> marks) {
  const auto found = std::ranges::find_if(marks, [&](auto mark) { return text.starts_with(mark); });
  return found == marks.end() ? std::string_view{} : *found;
}
std::string_view trailing(std::string_view text, std::span<const std::string_view> marks) {
  const auto found = std::ranges::find_if(marks, [&](auto mark) { return text.ends_with(mark); });
  return found == marks.end() ? std::string_view{} : *found;
}

/// White space and invisible characters taken off both ends.
std::string_view trimmed(std::string_view text) {
  for (;;) {
    const std::size_t before = text.size();
    text = trim(text);
    text.remove_prefix(leading(text, invisible_marks).size());
    text.remove_suffix(trailing(text, invisible_marks).size());
    if (text.size() == before) {
      return text;
    }
  }
}

std::string_view unquoted(std::string_view text) {
  text.remove_prefix(leading(text, quote_marks).size());
  text.remove_suffix(trailing(text, quote_marks).size());
  return text;
}

bool starts_ignoring_case(std::string_view text, std::string_view start) {
  return equal_ignoring_case(text.substr(0, start.size()), start);
}

/// Length of a pasted `Bearer ` or `Authorization: Bearer `, or 0.
std::size_t bearer_length(std::string_view text) {
  std::size_t length = 0;
  for (const std::string_view word : {"authorization:", "bearer"}) {
    if (!starts_ignoring_case(text.substr(length), word)) {
      continue;
    }
    const std::size_t end = length + word.size();
    std::size_t next = end;
    while (next < text.size() && is_white(text[next])) {
      ++next;
    }
    if (next > end || next == text.size() || word.ends_with(':')) {
      length = next;
    }
  }
  return length;
}

/// Length of `NAME=` or `export NAME=` before a value, or 0.
std::size_t assignment_length(std::string_view text) {
  constexpr std::size_t longest_name = 64;
  std::size_t start = 0;
  for (const std::string_view word : {"export ", "set ", "-e "}) {
    if (text.starts_with(word)) {
      start = word.size();
    }
  }
  const std::string_view rest = text.substr(start);
  const auto equals = rest.find('=');
  if (equals == std::string_view::npos || equals == 0 || equals > longest_name ||
      !std::ranges::all_of(rest.substr(0, equals), is_name_character) ||
      !leading(rest, key_prefixes).empty()) {
    return 0;
  }
  const std::string_view value = rest.substr(equals + 1);
  const bool padding = value.empty() || value.front() == '=';  // base64 ends that way
  return padding ? 0 : start + equals + 1;
}

/// `text` without one layer of what people paste around a value.
std::string_view peeled(std::string_view text) {
  text = unquoted(trimmed(text));
  text.remove_prefix(assignment_length(text));
  text.remove_prefix(bearer_length(text));
  return text;
}

std::string_view core_of(std::string_view value) {
  for (;;) {
    const std::string_view next = peeled(value);
    if (next.size() == value.size()) {
      return next;
    }
    value = next;
  }
}

/// The part that would be secret: `text` without a known prefix.
std::string_view body_of(std::string_view text) {
  return text.substr(leading(text, key_prefixes).size());
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out(1);
  for (const char c : text) {
    if (is_word_character(c)) {
      out.back() += c;
    } else if (!out.back().empty()) {
      out.emplace_back();
    }
  }
  return out;
}

bool is_run_of_x(std::string_view word) {
  return word.size() >= 3 && word.find_first_not_of("xX") == std::string_view::npos;
}

bool is_example_word(const std::string& word, bool in_key) {
  const std::string small = lower(word);
  return word == "EXAMPLE" || (word.size() >= 4 && is_run_of_x(word)) ||
         std::ranges::find(example_words, small) != example_words.end() ||
         (in_key && std::ranges::find(example_words_of_keys, small) != example_words_of_keys.end());
}

bool has_ellipsis(std::string_view text) {
  return text.find("...") != std::string_view::npos || text.find("…") != std::string_view::npos;
}

/// Characters of the body before stars, dots or bullets begin; npos when none do.
std::size_t start_of_mask(std::string_view body) {
  constexpr std::array<std::string_view, 6> marks{"...", "…", "•", "**", "●", "xxxxxxxx"};
  std::size_t first = std::string_view::npos;
  for (const std::string_view mark : marks) {
    first = std::min(first, body.find(mark));
  }
  return first;
}

bool is_masked(std::string_view text) {
  const std::string_view body = body_of(text);
  const std::size_t start = start_of_mask(body);
  const bool word = std::ranges::any_of(
      redaction_words, [&](auto redaction) { return contains_ignoring_case(text, redaction); });
  if (word || start == std::string_view::npos) {
    return word;
  }
  // Stars and bullets always hide something. An ellipsis right after the prefix, or a body of x
  // alone, is how documents write examples.
  const bool dots = body.substr(start).starts_with("...") || body.substr(start).starts_with("…");
  const bool letters = body.substr(start).starts_with("xxxxxxxx");
  constexpr std::size_t shown_part = 3;
  return (!dots && !letters) || start >= shown_part;
}

bool is_placeholder(std::string_view text) {
  const std::string_view body = body_of(text);
  const bool in_key = body.size() != text.size();
  if (is_masked(text)) {
    return false;
  }
  const bool brackets =
      text.find('<') != std::string_view::npos && text.find('>') != std::string_view::npos;
  const bool nothing = std::ranges::find(nothing_words, lower(text)) != nothing_words.end();
  if (has_ellipsis(text) || brackets || nothing || is_run_of_x(body)) {
    return true;
  }
  const auto words = words_of(body);
  return std::ranges::any_of(
      words, [&](const std::string& word) { return is_example_word(word, in_key); });
}

bool is_name(std::string_view text) {
  return !text.empty() && (is_letter(text.front()) || text.front() == '_') &&
         std::ranges::all_of(text, is_name_character);
}

bool is_unexpanded(std::string_view text) {
  const auto encloses = [&](std::string_view open, std::string_view close) {
    const auto start = text.find(open);
    return start != std::string_view::npos &&
           text.find(close, start + open.size()) != std::string_view::npos;
  };
  return encloses("${", "}") || encloses("{{", "}}") || encloses("$(", ")") ||
         (text.starts_with('$') && is_name(text.substr(1))) ||
         (text.size() > 2 && text.starts_with('%') && text.ends_with('%') &&
          is_name(text.substr(1, text.size() - 2))) ||
         (!leading(text, reference_starts).empty() && text.size() > 5);
}

bool is_truncated(std::string_view text) {
  constexpr std::size_t listed_length = 12;  // what the API keeps as key_prefix and shows
  const std::string_view prefix = leading(text, key_prefixes);
  if (prefix.empty()) {
    return false;
  }
  if (prefix == "eyJ") {
    return std::ranges::count(text, '.') < 2 && !is_masked(text) && !has_ellipsis(text);
  }
  const bool whole_keys = prefix == "ocv_" || prefix == "1ck_" || prefix == "plt_";
  return text.size() == prefix.size() ||
         (whole_keys && text.size() == listed_length &&
          std::ranges::all_of(text, [](char c) { return is_name_character(c) || c == '-'; }));
}

bool has_control_characters(std::string_view text) {
  const auto is_control = [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && !is_white(c)) || c == 0x7f;
  };
  return std::ranges::any_of(text, is_control) ||
         std::ranges::any_of(invisible_marks,
                             [&](auto mark) { return text.find(mark) != std::string_view::npos; });
}

/// The layers around the value, each seen once.
struct Wrapping {
  bool quotes = false;
  bool bearer = false;
  bool assignment = false;
};

Wrapping wrapping_of(std::string_view value) {
  Wrapping out;
  for (;;) {
    const std::string_view text = trimmed(value);
    const std::string_view bare = unquoted(text);
    out.quotes = out.quotes || bare.size() != text.size();
    const std::size_t name = assignment_length(bare);
    out.assignment = out.assignment || name > 0;
    out.bearer = out.bearer || bearer_length(bare.substr(name)) > 0;
    const std::string_view next = peeled(value);
    if (next.size() == value.size()) {
      return out;
    }
    value = next;
  }
}

}  // namespace

std::string cleaned(std::string_view value) {
  std::string out{core_of(value)};
  std::erase_if(out, [](char c) { return c == '\r' || c == '\n'; });
  return out;
}

std::vector<ValueProblem> inspect_value(std::string_view value) {
  using enum ValueProblem;
  const std::string text = cleaned(value);
  const Wrapping wrapping = wrapping_of(value);
  const auto is_blank = [](char c) {
    return c == ' ' || c == '\t';
  };
  const bool some = !text.empty();
  const bool unfilled = some && is_unexpanded(text);
  std::vector<ValueProblem> out;
  const auto note = [&](bool seen, ValueProblem problem) {
    if (seen) {
      out.push_back(problem);
    }
  };
  note(!some, empty);
  note(wrapping.quotes, quotes);
  note(wrapping.bearer, bearer_prefix);
  note(some && (is_blank(value.front()) || is_blank(value.back())), surrounding_space);
  note(std::ranges::any_of(text, is_blank), inner_space);
  note(value.find_first_of("\r\n") != std::string_view::npos, line_break);
  note(some && !unfilled && is_placeholder(text), placeholder);
  note(unfilled, unexpanded);
  note(some && is_masked(text), masked);
  note(some && is_truncated(text), truncated);
  note(has_control_characters(value), control_characters);
  note(wrapping.assignment, assignment);
  return out;
}

}  // namespace doctor::api
