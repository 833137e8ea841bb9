#include "api/url.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <clocale>
#include <memory>
#include <span>
#include <vector>

#include <arpa/inet.h>
#include <curl/curl.h>

#include "core/text.h"

namespace doctor::api {
namespace {

struct UrlCleanup {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Handle = std::unique_ptr<CURLU, UrlCleanup>;

struct TextCleanup {
  void operator()(char* text) const { curl_free(text); }
};

constexpr std::size_t longest_url = 8192;

std::string part(CURLU* url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, 0) != CURLUE_OK || text == nullptr) {
    return {};
  }
  const std::unique_ptr<char, TextCleanup> owner{text};
  return text;
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_quote(char c) {
  return c == '"' || c == '\'' || c == '`';
}

/// Defects a person can see in the text itself; empty when there is none.
std::string_view defect_of_characters(std::string_view text) {
  const auto is_control = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  };
  if (trim(text).empty()) {
    return "empty";
  }
  if (text.size() > longest_url) {
    return "too long";
  }
  if (std::ranges::any_of(text, is_control)) {
    return "control characters";
  }
  if (text.front() == ' ' || text.back() == ' ') {
    return "spaces around it";
  }
  if (is_quote(text.front()) || is_quote(text.back())) {
    return "quotes around it";
  }
  return text.find(' ') == std::string_view::npos ? "" : "spaces inside";
}

/// Defects before the host; empty when the text starts with `http://` or `https://`.
std::string_view defect_of_scheme(std::string_view text) {
  const std::string small = lower(text);
  for (const std::string_view scheme : {"https", "http"}) {
    if (!small.starts_with(scheme)) {
      continue;
    }
    const std::string_view rest = std::string_view{small}.substr(scheme.size());
    if (rest.starts_with("://")) {
      return "";
    }
    if (rest.starts_with("//")) {
      return "no colon after the scheme";
    }
    if (rest.starts_with(":/")) {
      return "one slash instead of two after the scheme";
    }
    if (rest.starts_with(":\\")) {
      return "backslashes instead of slashes";
    }
    if (rest == ":" || (rest.starts_with(":") && !is_digit(rest[1]))) {
      return "no slashes after the scheme";
    }
  }
  const auto colon = small.find("://");
  const auto is_scheme_character = [](char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
  };
  const bool has_scheme = colon != std::string::npos && colon > 0 && is_letter(small.front()) &&
                          std::ranges::all_of(small.substr(0, colon), is_scheme_character);
  return has_scheme ? "unsupported scheme" : "no scheme";
}

/// Host and port as typed: between `://` and the next `/`, `?` or `#`, without user info.
std::string_view authority(std::string_view text) {
  text.remove_prefix(text.find("://") + 3);
  text = text.substr(0, text.find_first_of("/?#"));
  const auto at = text.rfind('@');
  return at == std::string_view::npos ? text : text.substr(at + 1);
}

std::string_view defect_of_authority(std::string_view text) {
  const std::string_view place = authority(text);
  const auto bracket = place.rfind(']');
  const auto colon = place.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (place.substr(0, colon).empty()) {
    return "empty host";
  }
  if (colon == std::string_view::npos) {
    return "";
  }
  const std::string_view digits = place.substr(colon + 1);
  if (!std::ranges::all_of(digits, is_digit)) {
    return "port is not a number";
  }
  unsigned port = 1;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  const bool fits = digits.empty() || (read.ec == std::errc{} && port >= 1 && port <= 65535);
  return fits ? "" : "port out of range";
}

std::string_view defect_found_by_curl(CURLUcode code) {
  switch (code) {
    case CURLUE_NO_HOST:
      return "empty host";
    case CURLUE_BAD_IPV6:
      return "malformed IPv6 address";
    case CURLUE_BAD_PORT_NUMBER:
      return "port out of range";
    case CURLUE_BAD_HOSTNAME:
      return "characters that no host name has";
    default:
      return "not a URL";
  }
}

std::string_view without_brackets(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) {
    host.remove_prefix(1);
    host.remove_suffix(1);
  }
  return host;
}

bool is_v4(const std::string& host) {
  in_addr address{};
  return inet_pton(AF_INET, host.c_str(), &address) == 1;
}

bool is_v6(const std::string& host) {
  in6_addr address{};
  return inet_pton(AF_INET6, host.substr(0, host.find('%')).c_str(), &address) == 1;
}

bool is_unreserved(char c) {
  return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

Url to_url(CURLU* parts, std::string_view text) {
  Url out;
  out.scheme = lower(part(parts, CURLUPART_SCHEME));
  out.user = part(parts, CURLUPART_USER);
  if (out.user.empty() && !part(parts, CURLUPART_PASSWORD).empty()) {
    out.user = "?";  // a password without a name is user info as well
  }
  out.host = lower(without_brackets(part(parts, CURLUPART_HOST)));
  const std::uint16_t usual = out.scheme == "http" ? 80 : 443;
  out.port = usual;
  const std::string port = part(parts, CURLUPART_PORT);
  std::from_chars(port.data(), port.data() + port.size(), out.port);
  out.default_port = out.port == usual;
  out.path = part(parts, CURLUPART_PATH);
  const std::string_view before_query = text.substr(0, text.find_first_of("?#"));
  if (out.path == "/" && !before_query.ends_with('/')) {
    out.path.clear();  // the library adds the slash that nobody typed
  }
  out.query = part(parts, CURLUPART_QUERY);
  return out;
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  for (const auto defect_of : {defect_of_characters, defect_of_scheme, defect_of_authority}) {
    if (const std::string_view defect = defect_of(text); !defect.empty()) {
      return failure(std::string{defect});
    }
  }
  // A fresh handle each time: a used one would read the text as relative to its last URL.
  const Handle parts{curl_url()};
  if (!parts) {
    return failure("out of memory");
  }
  const CURLUcode code =
      curl_url_set(parts.get(), CURLUPART_URL, std::string{text}.c_str(), CURLU_PATH_AS_IS);
  if (code != CURLUE_OK) {
    return failure(std::string{defect_found_by_curl(code)});
  }
  Url url = to_url(parts.get(), text);
  if (url.host.empty()) {
    return failure("empty host");
  }
  return url;
}

std::string ascii_host(const std::string& host) {
  const auto is_ascii = [](char c) {
    return static_cast<unsigned char>(c) < 0x80;
  };
  if (std::ranges::all_of(host, is_ascii)) {
    return host;
  }
  const Handle parts{curl_url()};
  const std::string url = "https://" + host;
  if (!parts || curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
    return host;
  }
  // The conversion reads the text in the locale's encoding, whichever the user has.
  locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  locale_t before = uselocale(utf8);
  char* text = nullptr;
  const CURLUcode code = curl_url_get(parts.get(), CURLUPART_HOST, &text, CURLU_PUNYCODE);
  uselocale(before);
  if (utf8 != nullptr) {
    freelocale(utf8);
  }
  std::string out = code == CURLUE_OK ? std::string{text} : host;
  curl_free(text);
  return out;
}

std::string origin(const Url& url) {
  const bool brackets = url.host.find(':') != std::string::npos;
  std::string out = url.scheme + "://" + (brackets ? "[" + url.host + "]" : url.host);
  if (!url.default_port) {
    out += ":" + std::to_string(url.port);
  }
  return out;
}

std::string shown_url(const Url& url) {
  constexpr std::size_t enough = 300;
  return shown(origin(url) + url.path, enough);
}

bool is_loopback(std::string_view host) {
  std::string name = lower(without_brackets(host));
  if (name.ends_with('.')) {
    name.pop_back();
  }
  if (name == "localhost" || name.ends_with(".localhost")) {
    return true;
  }
  if (is_v4(name)) {
    return name.starts_with("127.");
  }
  in6_addr address{};
  if (inet_pton(AF_INET6, name.c_str(), &address) != 1) {
    return false;
  }
  std::array<unsigned char, 16> bytes{};
  std::ranges::copy(address.s6_addr, bytes.begin());
  constexpr std::array<unsigned char, 16> one{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  constexpr std::array<unsigned char, 13> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127};
  return bytes == one || std::ranges::equal(mapped, std::span{bytes}.first(mapped.size()));
}

bool is_ip_literal(std::string_view host) {
  const std::string name{without_brackets(host)};
  return is_v4(name) || is_v6(name);
}

std::string percent_encode_segment(std::string_view segment) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : segment) {
    if (is_unreserved(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', digits[byte >> 4U], digits[byte & 0xfU]};
    }
  }
  return out;
}

std::string percent_encode_path(std::string_view path) {
  std::vector<std::string> segments = split(path, '/');
  std::ranges::transform(segments, segments.begin(), percent_encode_segment);
  return join(segments, "/");
}

}  // namespace doctor::api
