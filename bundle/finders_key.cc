#include <algorithm>

#include "bundle/finders.h"
#include "bundle/look.h"

namespace doctor::bundle {
namespace {

bool begins_word(std::string_view text, std::size_t at) {
  return at == 0 || !is_word_char(text[at - 1]);
}

/// Escaped line breaks and such before a value end in a letter: `\nocv_…`.
bool after_escape(std::string_view text, std::size_t at) {
  return at >= 2 && text[at - 2] == '\\' &&
         (text[at - 1] == 'n' || text[at - 1] == 't' || text[at - 1] == 'r');
}

std::size_t end_of(std::string_view text, std::size_t begin, bool (*belongs)(char)) {
  while (begin < text.size() && belongs(text[begin])) {
    ++begin;
  }
  return begin;
}

bool is_key_char(char c) {
  return is_word_char(c) || c == '-';
}

bool is_pem_char(char c) {
  return is_word_char(c) ||
         std::string_view{"+/= \n\r\t\\:,-\"'"}.find(c) != std::string_view::npos;
}

}  // namespace

void find_key(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out) {
  if (!begins_word(text, at) && !after_escape(text, at) &&
      !(at >= 3 && text[at - 3] == '%')) {  // behind an encoded character
    return;
  }
  const std::size_t begin = at + anchor.text.size();
  const std::size_t end = end_of(text, begin, is_key_char);
  const std::string_view key = text.substr(begin, end - begin);
  if (key.size() < anchor.least || is_sample(key)) {
    return;
  }
  const bool product_key = anchor.kind == Kind::agent_key || anchor.kind == Kind::user_key;
  const bool has_digit = key.find_first_of("0123456789") != std::string_view::npos;
  const bool has_upper = std::ranges::any_of(key, [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!product_key && !has_digit && !has_upper) {
    return;  // an identifier
  }
  out.push_back({.begin = begin, .end = end, .kind = anchor.kind});
}

void find_jwt(std::string_view text, std::size_t at, const Anchor&, Spans& out) {
  constexpr std::size_t shortest = 12;
  if (text.substr(at, 3) != "eyJ") {
    return;
  }
  const std::size_t end = end_of(text, at, is_token_char);
  if (end - at >= shortest) {
    out.push_back({.begin = at, .end = end, .kind = Kind::jwt});
  }
}

std::size_t end_of_pem(std::string_view text, std::size_t begin) {
  return end_of(text, begin, is_pem_char);
}

void find_pem(std::string_view text, std::size_t at, const Anchor&, Spans& out) {
  constexpr std::size_t longest_label = 64;
  const std::size_t label = at + std::string_view{"-----begin "}.size();
  const std::size_t dashes = text.substr(label, longest_label).find("-----");
  if (dashes == std::string_view::npos) {
    return;
  }
  const std::string_view name = text.substr(label, dashes);
  const std::size_t begin = label + dashes + 5;
  const std::size_t last_line = text.find("-----END", begin);
  const std::size_t reach = end_of_pem(text, begin);
  const std::size_t end =
      last_line != std::string_view::npos && last_line <= reach ? last_line : reach;
  const bool is_private = name.find("PRIVATE") != std::string_view::npos;
  out.push_back(
      {.begin = begin, .end = end, .kind = is_private ? Kind::private_key : Kind::certificate});
}

void find_path_token(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out) {
  const std::size_t begin = at + anchor.text.size();
  const std::size_t end = end_of(text, begin, is_key_char);
  const std::string_view token = text.substr(begin, end - begin);
  const bool words =
      token.find_first_of("0123456789") == std::string_view::npos && !looks_random(token);
  if (token.size() >= anchor.least && !words) {
    out.push_back({.begin = begin, .end = end, .kind = anchor.kind});
  }
}

void find_user_folder(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out) {
  const std::size_t begin = at + anchor.text.size();
  const std::size_t end = end_of(text, begin, [](char c) {
    return is_word_char(c) || c == '-' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
  });
  const std::string_view user = text.substr(begin, end - begin);
  if (!user.empty() && user != "runner" && user != "node" && user != "app") {
    out.push_back({.begin = begin, .end = end, .kind = Kind::user});
  }
}

void find_known_name(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out) {
  const std::size_t end = at + anchor.text.size();
  if (begins_word(text, at) && (end == text.size() || !is_word_char(text[end]))) {
    out.push_back({.begin = at, .end = end, .kind = anchor.kind});
  }
}

}  // namespace doctor::bundle
