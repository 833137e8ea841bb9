#include <algorithm>
#include <array>

#include "bundle/finders.h"
#include "bundle/look.h"
#include "core/text.h"

namespace doctor::bundle {
namespace {

constexpr std::size_t longest_value = 8192;

/// A value behind a name: where it is, and how it is quoted.
struct Value {
  std::size_t begin = 0;
  std::size_t end = 0;
  char quote = 0;           ///< 0: none
  bool escaped = false;     ///< the quote is \" or \'
  bool whole_line = false;  ///< NAME=value or name: value on a line of its own
};

bool is_name_char(char c) {
  return is_word_char(c) || c == '-' || c == '.';
}

std::size_t skip(std::string_view text, std::size_t at, std::string_view chars, std::size_t most) {
  const std::size_t limit = std::min(text.size(), at + most);
  while (at < limit && chars.find(text[at]) != std::string_view::npos) {
    ++at;
  }
  return at;
}

/// Past what stands between a name and its value; npos when there is no value.
std::size_t after_separator(std::string_view text, std::size_t at, bool with_space) {
  std::size_t next = skip(text, at, "\\\"'`]", 4);
  // A list of name and value, as in HAR files: "name":"Cookie","value":"…"
  std::size_t pair = skip(text, next, " ,\r\n\t", 40);
  pair = skip(text, pair, "\\\"'", 3);
  if (pair > next && text.substr(pair, 5) == "value") {
    next = skip(text, pair + 5, "\\\"'", 3);
  }
  next = skip(text, next, " \t", 4);
  const std::string_view rest = text.substr(next, 2);
  if (rest.starts_with("=>") || rest.starts_with(":=") || rest.starts_with("==")) {
    return skip(text, next + 2, " \t", 8);
  }
  if (rest.starts_with('=') || rest.starts_with(':') || rest.starts_with('>')) {
    return skip(text, next + 1, " \t", 8);
  }
  return with_space && next > at ? next : std::string_view::npos;
}

/// NAME at the head of a line, perhaps behind `export `, white space, `- ` or curl's `> `.
bool heads_line(std::string_view text, std::size_t name) {
  const std::size_t line = name == 0 ? 0 : text.rfind('\n', name - 1) + 1;
  std::string_view before = text.substr(line, name - line);
  constexpr std::size_t longest = 24;
  if (before.size() > longest) {
    return false;
  }
  for (const std::string_view word : {"export ", "set ", "env ", "ENV ", "-e "}) {
    if (before.ends_with(word)) {
      before.remove_suffix(word.size());
    }
  }
  return before.find_first_not_of(" \t->*#<+$") == std::string_view::npos;
}

std::size_t end_of_quoted(std::string_view text, const Value& value) {
  for (std::size_t at = value.begin; at < text.size() && at < value.begin + longest_value; ++at) {
    if (text[at] == '\n') {
      return at;
    }
    if (text[at] == value.quote) {
      return value.escaped && at > value.begin && text[at - 1] == '\\' ? at - 1 : at;
    }
    if (text[at] == '\\' && !value.escaped) {
      ++at;
    }
  }
  return std::min(text.size(), value.begin + longest_value);
}

/// A comma or semicolon ends a bare value only where something else begins.
bool ends_here(std::string_view text, std::size_t at) {
  const std::size_t next = skip(text, at + 1, " ", 2);
  if (next > at + 1 || next >= text.size() ||
      std::string_view{"\n\"'{}[]"}.find(text[next]) != std::string_view::npos) {
    return true;
  }
  std::size_t name = next;
  while (name < text.size() && is_name_char(text[name])) {
    ++name;
  }
  return name > next && name < text.size() && (text[name] == '=' || text[name] == ':');
}

std::size_t end_of_bare(std::string_view text, std::size_t begin, bool in_query) {
  const std::string_view stops = in_query ? "&#\"'<> \t\r\n" : "\"'`<> \t\r\n";
  std::size_t at = begin;
  for (; at < text.size() && at < begin + longest_value; ++at) {
    const char c = text[at];
    if (stops.find(c) != std::string_view::npos) {
      break;
    }
    if ((c == ',' || c == ';' || c == '}' || c == ')' || c == ']' || c == '&' || c == '|') &&
        ends_here(text, at)) {
      break;
    }
    if (c == '\\' && at + 1 < text.size() &&
        std::string_view{"nrt\"'"}.find(text[at + 1]) != std::string_view::npos) {
      break;
    }
  }
  return at;
}

Value value_at(std::string_view text, std::size_t name, std::size_t begin) {
  Value out{.begin = begin};
  std::size_t at = begin;
  if (at + 1 < text.size() && text[at] == 'b' && (text[at + 1] == '\'' || text[at + 1] == '"')) {
    ++at;
  }
  if (at + 1 < text.size() && text[at] == '\\' && (text[at + 1] == '"' || text[at + 1] == '\'')) {
    out = {.begin = at + 2, .quote = text[at + 1], .escaped = true};
  } else if (at < text.size() && (text[at] == '"' || text[at] == '\'' || text[at] == '`')) {
    out = {.begin = at + 1, .quote = text[at]};
  }
  if (out.quote != 0) {
    out.end = end_of_quoted(text, out);
    return out;
  }
  const bool in_query = name > 0 && (text[name - 1] == '?' || text[name - 1] == '&');
  out.end = end_of_bare(text, out.begin, in_query);
  out.whole_line = !in_query && heads_line(text, name);
  return out;
}

/// The rest of a name, behind its secret part, that says the value is not the secret itself.
constexpr auto harmless_ends = std::to_array<std::string_view>(
    {"id",       "ids",        "prefix",     "name",     "file",    "path",   "type",    "count",
     "kind",     "source",     "length",     "url",      "uri",     "hint",   "status",  "age",
     "version",  "env",        "at",         "in",       "present", "expiry", "expires", "state",
     "use",      "field",      "header",     "vault",    "masked",  "format", "paths",   "exists",
     "endpoint", "expires_at", "expires_in", "expired",  "valid",   "set",    "size",    "limit",
     "policy",   "used",       "sent",       "exchange", "cache",   "ttl",    "issuer",  "audience",
     "scopes",   "claims",     "alg",        "bucket",   "manager"});

bool is_harmless_end(std::string_view rest) {
  while (!rest.empty() && (rest.front() == '_' || rest.front() == '-' || rest.front() == '.')) {
    rest.remove_prefix(1);
  }
  const std::string word = lower(rest.substr(rest.find_last_of("_-.") + 1));
  return !rest.empty() &&
         std::ranges::find(harmless_ends, std::string_view{word}) != harmless_ends.end();
}

bool is_prose(std::string_view value) {
  const std::size_t space = value.find(' ');
  const std::string_view word = value.substr(0, space);
  const bool plain = std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
  return plain && space != std::string_view::npos && space + 1 < value.size() &&
         value.find_first_of("0123456789=") == std::string_view::npos;
}

std::size_t end_of_line(std::string_view text, std::size_t begin) {
  std::size_t at = begin;
  for (; at < text.size() && at < begin + longest_value; ++at) {
    if (text[at] == '\n' || text[at] == '\r' ||
        (text[at] == '\\' && at + 1 < text.size() &&
         (text[at + 1] == 'r' || text[at + 1] == 'n'))) {
      break;
    }
  }
  while (at > begin && text[at - 1] == ' ') {
    --at;
  }
  return at;
}

constexpr std::array<std::string_view, 6> schemes{
    "bearer ", "basic ", "digest ", "dpop ", "token ", "negotiate "};

std::size_t scheme_length(std::string_view value) {
  for (const std::string_view scheme : schemes) {
    if (value.size() > scheme.size() &&
        equal_ignoring_case(value.substr(0, scheme.size()), scheme)) {
      return scheme.size();
    }
  }
  return 0;
}

/// A header's value without quotes of its own ends at the quote or bracket around the header.
std::size_t end_of_header(std::string_view text, std::size_t name, std::size_t begin) {
  const std::size_t line = end_of_line(text, begin);
  const char before = name > 0 ? text[name - 1] : '\n';
  const std::string_view stops = before == '['    ? "]\"'"
                                 : before == '"'  ? "\""
                                 : before == '\'' ? "'"
                                                  : "";
  if (stops.empty()) {
    const std::string_view value = text.substr(begin, line - begin);
    const bool keeps_quotes = contains_ignoring_case(value.substr(0, 8), "digest");
    const std::size_t quote = keeps_quotes ? std::string_view::npos : value.find_first_of("\"'");
    return quote == std::string_view::npos ? line : begin + quote;
  }
  return std::min(line, text.find_first_of(stops, begin));
}

}  // namespace

void find_header(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out) {
  const std::size_t begin = after_separator(text, at + anchor.text.size(), false);
  if (begin == std::string_view::npos) {
    return;
  }
  std::size_t name = at;
  while (name > 0 && is_name_char(text[name - 1])) {
    --name;
  }
  Value value = value_at(text, name, begin);
  if (value.quote == 0) {
    value.begin = skip(text, value.begin, "[", 1);
    value.end = end_of_header(text, name, value.begin);
  }
  if (value.end <= value.begin) {
    return;
  }
  const std::string_view whole = text.substr(value.begin, value.end - value.begin);
  const std::size_t scheme = scheme_length(whole);
  const std::string_view rest = whole.substr(scheme);
  const bool cookie = anchor.kind == Kind::cookie;
  const bool in_sentences = cookie || anchor.text == "authorization";
  if (rest.empty() || is_stand_in(rest) || (in_sentences && scheme == 0 && is_prose(rest)) ||
      (cookie && rest.find('=') == std::string_view::npos)) {
    return;
  }
  out.push_back({.begin = value.begin + scheme, .end = value.end, .kind = anchor.kind});
}

void find_scheme(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out) {
  constexpr std::size_t shortest = 8;
  if (at > 0 && is_word_char(text[at - 1])) {
    return;
  }
  std::size_t begin = at + anchor.text.size();
  // A space, or one that was encoded.
  if (text.substr(begin, 3) == "%20") {
    begin += 3;
  } else {
    const std::size_t after = skip(text, begin, " \t+", 4);
    if (after == begin) {
      return;
    }
    begin = after;
  }
  std::size_t end = begin;
  while (end < text.size() && (is_token_char(text[end]) || text[end] == '%')) {
    ++end;
  }
  const std::string_view token = text.substr(begin, end - begin);
  const bool word = std::ranges::all_of(
      token, [](char c) { return (c >= 'a' && c <= 'z') || c == '-' || c == '.'; });
  const bool capitalised = std::ranges::all_of(token.substr(token.empty() ? 0 : 1), [](char c) {
    return (c >= 'a' && c <= 'z') || c == '.';
  });
  if (token.size() >= shortest && !word && !capitalised && !is_stand_in(token)) {
    out.push_back({.begin = begin, .end = end, .kind = anchor.kind});
  }
}

/// "the token is …", "token …": where the value begins after the name's end, if at all.
std::size_t after_verb(std::string_view text, std::size_t stop) {
  constexpr std::array<std::string_view, 4> verbs{" is ", " was ", " of ", " "};
  const auto* const verb = std::ranges::find_if(
      verbs, [&](std::string_view one) { return text.substr(stop, one.size()) == one; });
  return verb == verbs.end() ? std::string_view::npos : stop + verb->size();
}

/// Without a separator only what looks random is taken for a value.
void find_spoken(
    std::string_view text, std::size_t name, std::size_t stop, const Anchor& anchor, Spans& out) {
  const std::size_t begin = after_verb(text, stop);
  if (begin == std::string_view::npos) {
    return;
  }
  const Value value = value_at(text, name, begin);
  if (looks_random(text.substr(value.begin, value.end - value.begin))) {
    out.push_back({.begin = value.begin, .end = value.end, .kind = anchor.kind});
  }
}

void find_assignment(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out) {
  constexpr std::size_t longest_name = 64;
  std::size_t name = at;
  while (name > 0 && at - name < longest_name && is_name_char(text[name - 1])) {
    --name;
  }
  const std::size_t middle = at + anchor.text.size();
  std::size_t stop = middle;
  while (stop < text.size() && stop - middle < longest_name && is_name_char(text[stop])) {
    ++stop;
  }
  if (is_harmless_end(text.substr(middle, stop - middle))) {
    return;
  }
  const bool option = text.substr(name, 2) == "--";
  const std::size_t begin = after_separator(text, stop, option);
  if (begin == std::string_view::npos) {
    return find_spoken(text, name, stop, anchor, out);
  }
  Value value = value_at(text, name, begin);
  std::string_view found = text.substr(value.begin, value.end - value.begin);
  const std::size_t scheme = scheme_length(found);
  value.begin += scheme;
  found.remove_prefix(scheme);
  const bool always = anchor.least > 0;
  if (always && value.quote == 0 && value.whole_line) {
    const std::size_t line = end_of_line(text, value.begin);
    if (is_prose(text.substr(value.begin, line - value.begin))) {
      return;
    }
    value.end = line;
    found = text.substr(value.begin, value.end - value.begin);
  }
  const bool secret = always ? found.size() >= anchor.least && !is_stand_in(found)
                             : looks_random(found) && !is_stand_in(found);
  if (secret) {
    out.push_back({.begin = value.begin, .end = value.end, .kind = anchor.kind});
  }
}

}  // namespace doctor::bundle
