#include "bundle/look.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "core/text.h"

namespace doctor::bundle {
namespace {

enum class Class : unsigned char { other, lower, upper, digit };

Class class_of(char c) {
  if (c >= 'a' && c <= 'z') {
    return Class::lower;
  }
  if (c >= 'A' && c <= 'Z') {
    return Class::upper;
  }
  return c >= '0' && c <= '9' ? Class::digit : Class::other;
}

struct Shape {
  std::size_t lower = 0;
  std::size_t upper = 0;
  std::size_t digit = 0;
  std::size_t changes = 0;   ///< from one class to another, inside words
  std::size_t distinct = 0;  ///< different characters
};

Shape shape_of(std::string_view text) {
  Shape out;
  std::array<bool, 256> seen{};
  Class last = Class::other;
  for (const char c : text) {
    const Class now = class_of(c);
    out.lower += now == Class::lower ? 1U : 0U;
    out.upper += now == Class::upper ? 1U : 0U;
    out.digit += now == Class::digit ? 1U : 0U;
    // A capital and the letters after it are one word.
    const bool continues = last == Class::upper && now == Class::lower;
    out.changes +=
        now != last && now != Class::other && last != Class::other && !continues ? 1U : 0U;
    last = now;
    bool& mark = seen.at(static_cast<unsigned char>(c));
    out.distinct += mark ? 0U : 1U;
    mark = true;
  }
  return out;
}

constexpr auto stand_ins = std::to_array<std::string_view>(
    {"null",     "none",      "nil",      "true",        "false",     "undefined", "missing",
     "expired",  "invalid",   "required", "empty",       "unset",     "set",       "incorrect",
     "wrong",    "rejected",  "revoked",  "denied",      "present",   "absent",    "valid",
     "ok",       "unknown",   "failed",   "configured",  "redacted",  "masked",    "hidden",
     "omitted",  "string",    "text",     "bearer",      "basic",     "not",       "is",
     "was",      "and",       "the",      "must",        "has",       "does",      "for",
     "from",     "changed",   "updated",  "unchanged",   "optional",  "disabled",  "enabled",
     "default",  "rotated",   "yes",      "no",          "malformed", "forbidden", "unauthorized",
     "refused",  "accepted",  "changeme", "placeholder", "found",     "readable",  "unreadable",
     "mismatch", "truncated", "error",    "accepts",     "please",    "see",       "active"});

constexpr std::array<std::string_view, 6> sample_words{
    "your", "example", "placeholder", "xxxx", "key_here", "agent_key"};

/// $NAME
bool is_variable(std::string_view value) {
  return value.starts_with("$") && value.size() > 1 &&
         value.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", 1) ==
             std::string_view::npos;
}

/// Identifiers of requests and traces: groups of hexadecimal digits, none of them long.
bool is_hex_groups(std::string_view run) {
  const std::vector<std::string> groups = split(run, '-');
  return groups.size() > 1 && std::ranges::all_of(groups, [](const std::string& group) {
           return is_hex(group) && group.size() <= 40;
         });
}

bool is_placeholder(std::string_view value) {
  if (value.starts_with("${") || value.starts_with("$(") || value.starts_with("<") ||
      value.starts_with("{{") || value.starts_with("%{") || value.starts_with("[") ||
      value.ends_with("...") || value.ends_with("…") || value.ends_with("****")) {
    return true;
  }
  return is_variable(value) || value.find_first_not_of("*xX.•-") == std::string_view::npos;
}

bool plain_word(std::string_view word) {
  const Shape shape = shape_of(word);
  const std::size_t letters = shape.lower + shape.upper;
  if (letters + shape.digit == 0 || shape.digit == word.size()) {
    return true;
  }
  if (shape.digit == 0) {  // Capitalised or camelCase
    return shape.changes * 4 <= letters;
  }
  // v2, db01, oauth2, sha256
  const bool digits_at_end =
      word.find_first_of("0123456789") + shape.digit == word.size() && shape.changes <= 1;
  return digits_at_end && shape.digit <= 4;
}

bool made_of_words(std::string_view value) {
  std::size_t begin = 0;
  while (begin <= value.size()) {
    const std::size_t end = std::min(value.find_first_of("-_./:+=~@,;", begin), value.size());
    if (end > begin && !plain_word(value.substr(begin, end - begin))) {
      return false;
    }
    begin = end + 1;
  }
  return true;
}

}  // namespace

bool is_word_char(char c) {
  return class_of(c) != Class::other || c == '_';
}

bool is_token_char(char c) {
  return is_word_char(c) || c == '-' || c == '.' || c == '~' || c == '+' || c == '/' || c == '=';
}

bool is_sample(std::string_view key) {
  const std::string folded = lower(key);
  return key.find_first_of("0123456789") == std::string_view::npos &&
         std::ranges::any_of(sample_words, [&folded](std::string_view word) {
           return folded.find(word) != std::string::npos;
         });
}

bool is_stand_in(std::string_view value) {
  constexpr std::size_t longest_word = 14;
  if (value.size() < 2 || is_placeholder(value) ||
      (value.starts_with("ocv_") && is_sample(value))) {
    return true;
  }
  const std::string_view bare = value.substr(0, value.find_last_not_of(".,:;!?)") + 1);
  return bare.size() <= longest_word &&
         std::ranges::find(stand_ins, std::string_view{lower(bare)}) != stand_ins.end();
}

bool is_hex(std::string_view value) {
  return !value.empty() && std::ranges::all_of(value, [](char c) {
    return std::isxdigit(static_cast<unsigned char>(c)) != 0;
  });
}

bool is_uuid(std::string_view value) {
  if (value.size() != 36) {
    return false;
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? value[i] != '-' : std::isxdigit(static_cast<unsigned char>(value[i])) == 0) {
      return false;
    }
  }
  return true;
}

bool looks_random(std::string_view value) {
  constexpr std::size_t shortest = 10;
  if (value.size() < shortest || is_uuid(value) || made_of_words(value)) {
    return false;
  }
  const Shape shape = shape_of(value);
  return shape.lower + shape.upper > 0 &&
         shape.distinct * 3 >= std::min<std::size_t>(value.size(), 24);
}

bool looks_like_key(std::string_view run) {
  constexpr std::size_t shortest = 24;
  constexpr std::size_t longest_digest = 47;  // git and MD5 digests and trace ids are no secrets
  if (run.size() < shortest || is_uuid(run) || is_hex_groups(run)) {
    return false;
  }
  std::string_view digits = run;
  if (digits.starts_with("0x")) {
    digits.remove_prefix(2);
  }
  if (is_hex(digits)) {
    return digits.size() > longest_digest;
  }
  const Shape shape = shape_of(run);
  const std::size_t length = run.size();
  const bool mixed = shape.lower > 0 && shape.upper > 0 && shape.digit > 1;
  return (mixed || (shape.digit * 6 >= length && shape.lower + shape.upper > 4)) &&
         shape.distinct >= 12 && shape.changes * 5 >= length && !made_of_words(run);
}

}  // namespace doctor::bundle
