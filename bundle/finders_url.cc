#include <algorithm>

#include "bundle/finders.h"
#include "bundle/look.h"

namespace doctor::bundle {
namespace {

constexpr std::size_t longest = 4096;

std::size_t end_before(std::string_view text, std::size_t begin, std::string_view stops) {
  const std::size_t found = text.substr(begin, longest).find_first_of(stops);
  return found == std::string_view::npos ? std::min(text.size(), begin + longest) : begin + found;
}

bool is_port_and_path(std::string_view text) {
  const std::size_t digits = text.find_first_not_of("0123456789");
  return digits > 0 && digits != std::string_view::npos && text[digits] == '/';
}

/// The argument behind an option of curl: quoted or up to the next space.
void add_argument(std::string_view text, std::size_t begin, Kind kind, Spans& out) {
  while (begin < text.size() && (text[begin] == ' ' || text[begin] == '=')) {
    ++begin;
  }
  std::string_view stops = " \n\r";
  if (begin < text.size() && (text[begin] == '"' || text[begin] == '\'')) {
    stops = text[begin] == '"' ? "\"\n" : "'\n";
    ++begin;
  }
  const std::size_t end = end_before(text, begin, stops);
  const std::string_view value = text.substr(begin, end - begin);
  if (value.size() > 3 && value.find_first_of(":=") != std::string_view::npos &&
      !value.starts_with("$")) {
    out.push_back({.begin = begin, .end = end, .kind = kind});
  }
}

}  // namespace

void find_login(std::string_view text, std::size_t at, const Anchor&, Spans& out) {
  const std::size_t begin = at + 3;
  const std::size_t end = end_before(text, begin, " \t\r\n\"'<>`\\");
  const std::string_view rest = text.substr(begin, end - begin);
  const std::size_t sign = rest.rfind('@');
  if (sign == std::string_view::npos || sign == 0) {
    return;
  }
  const std::size_t colon = rest.find(':');
  const std::size_t slash = rest.find_first_of("/?#");
  if (colon == std::string_view::npos || colon > sign) {
    if (slash > sign) {  // a login without a password may be a token
      out.push_back({.begin = begin, .end = begin + sign, .kind = Kind::login});
    }
    return;
  }
  if (slash < colon || is_port_and_path(rest.substr(colon + 1))) {
    return;
  }
  out.push_back({.begin = begin, .end = begin + sign, .kind = Kind::login});
}

void find_totp(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out) {
  const std::size_t begin = at + anchor.text.size();
  const std::size_t end = end_before(text, begin, " \t\r\n\"'<>`");
  if (end > begin) {
    out.push_back({.begin = begin, .end = end, .kind = Kind::totp});
  }
}

void find_query_value(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out) {
  constexpr std::size_t shortest = 4;
  if (at == 0 || (text[at - 1] != '?' && text[at - 1] != '&' && text[at - 1] != ';')) {
    return;
  }
  const std::size_t begin = at + anchor.text.size();
  const std::size_t end = end_before(text, begin, " \t\r\n\"'<>`&#;\\");
  const std::string_view value = text.substr(begin, end - begin);
  const bool secret = value.size() >= shortest && !is_stand_in(value) &&
                      value.find_first_of("0123456789") != std::string_view::npos;
  if (secret || looks_random(value)) {
    out.push_back({.begin = begin, .end = end, .kind = Kind::value});
  }
}

void find_curl_login(std::string_view text, std::size_t at, const Anchor&, Spans& out) {
  const std::size_t end = end_before(text, at, "\n");
  const std::string_view line = text.substr(at, end - at);
  struct Flag {
    std::string_view text;
    Kind kind;
  };
  for (const Flag& flag : {Flag{" -u", Kind::login},
                           Flag{" --user", Kind::login},
                           Flag{" --proxy-user", Kind::login},
                           Flag{" -b ", Kind::cookie},
                           Flag{" --cookie ", Kind::cookie}}) {
    for (std::size_t place = line.find(flag.text); place != std::string_view::npos;
         place = line.find(flag.text, place + 1)) {
      add_argument(text.substr(0, end), at + place + flag.text.size(), flag.kind, out);
    }
  }
}

}  // namespace doctor::bundle
