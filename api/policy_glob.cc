// Path patterns: the glob of policies and scopes, and the rule for secret paths.

#include <algorithm>
#include <array>

#include "api/policy.h"
#include "core/text.h"

namespace doctor::api {
namespace {

/// Whether `items` fits `pattern`, where a star stands for any run of items. Linear walks with one
/// place to return to: after a later star, an earlier one never has to be tried again.
template <typename Pattern, typename Items, typename IsStar, typename Matches>
bool wildcard_matches(const Pattern& pattern,
                      const Items& items,
                      const IsStar& is_star,
                      const Matches& matches) {
  std::size_t p = 0;
  std::size_t i = 0;
  std::size_t star = pattern.size();  // the last star seen
  std::size_t resume = 0;             // the items it does not take
  while (i < items.size()) {
    if (p < pattern.size() && is_star(pattern[p])) {
      star = p++;
      resume = i;
    } else if (p < pattern.size() && matches(pattern[p], items[i])) {
      ++p;
      ++i;
    } else if (star < pattern.size()) {
      p = star + 1;
      i = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && is_star(pattern[p])) {
    ++p;
  }
  return p == pattern.size();
}

bool segment_matches(const std::string& pattern, const std::string& segment) {
  if (pattern == "*") {
    return !segment.empty();
  }
  const auto is_star = [](char c) {
    return c == '*';
  };
  return wildcard_matches(pattern, segment, is_star, std::equal_to<char>{});
}

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view path) {
  if (pattern.starts_with('/') != path.starts_with('/')) {
    return false;
  }
  const auto segments_of = [](std::string_view text) {
    return text.empty() ? std::vector<std::string>{} : split(text, '/');
  };
  const auto is_star = [](const std::string& segment) {
    return segment == "**";
  };
  return wildcard_matches(segments_of(pattern), segments_of(path), is_star, segment_matches);
}

bool looks_like_glob(std::string_view scope) {
  // Words that OAuth servers and older documents use as scopes.
  constexpr std::array<std::string_view, 9> permission_words{
      "read", "write", "delete", "admin", "all", "openid", "profile", "email", "offline_access"};
  const std::string_view text = trim(scope);
  const bool has_place = text.find_first_of("/*") != std::string_view::npos;
  if (text.empty() || text.find_first_of(": \t") != std::string_view::npos) {
    return false;
  }
  return has_place || (text.find('.') == std::string_view::npos &&
                       std::ranges::find(permission_words, lower(text)) == permission_words.end());
}

bool valid_secret_path(std::string_view path) {
  const auto is_inner = [](char c) {
    return is_word_character(c) || c == '_' || c == '-' || c == '/';
  };
  return !path.empty() && is_word_character(path.front()) && is_word_character(path.back()) &&
         std::ranges::all_of(path, is_inner);
}

}  // namespace doctor::api
