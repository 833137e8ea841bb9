#include "api/jwt.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/document.h"
#include "core/text.h"

namespace doctor::api {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t longest_token = std::size_t{64} * 1024;
constexpr std::size_t longest_text = 300;

std::string text_of(const Node& node) {
  return shown(node.text_or(""), longest_text);
}

/// NumericDate: seconds since 1970, as a number or as text. Times beyond the clock's range are
/// moved to its end, so that a nonsense value stays "long ago" or "far ahead".
std::optional<TimePoint> time_of(const Node& node) {
  constexpr double latest = 9'000'000'000;  // the year 2255; nanoseconds overflow in 2262
  const auto seconds = node.number();
  if (!seconds || std::isnan(*seconds)) {
    return std::nullopt;
  }
  const double bounded = std::clamp(*seconds, 0.0, latest);
  return TimePoint{std::chrono::seconds{static_cast<std::int64_t>(bounded)}};
}

std::optional<std::vector<std::string>> list_of(const Node& node) {
  constexpr std::size_t most = 1000;
  if (!node.is_array()) {
    return std::nullopt;
  }
  std::vector<std::string> out = node.texts();
  out.resize(std::min(out.size(), most));
  std::ranges::transform(
      out, out.begin(), [](const std::string& text) { return shown(text, longest_text); });
  return out;
}

/// `scopes` is a list here; the OAuth form, `scope` with spaces between, is read as well.
std::optional<std::vector<std::string>> scopes_of(const Node& claims) {
  if (auto list = list_of(claims["scopes"])) {
    return list;
  }
  const auto line = claims["scopes"].is_text() ? claims["scopes"].text() : claims["scope"].text();
  if (!line) {
    return std::nullopt;
  }
  std::vector<std::string> out;
  for (const std::string& word : split(*line, ' ')) {
    if (!word.empty()) {
      out.push_back(shown(word, longest_text));
    }
  }
  return out;
}

void read_subject(const Node& claims, Claims& out) {
  struct Prefix {
    std::string_view text;
    Subject subject;
  };
  constexpr std::array prefixes{Prefix{"user:", Subject::user},
                                Prefix{"agent:", Subject::agent},
                                Prefix{"platform:", Subject::platform}};
  out.subject_id = text_of(claims["sub"]);
  for (const Prefix& prefix : prefixes) {
    if (out.subject_id.starts_with(prefix.text)) {
      out.subject = prefix.subject;
      out.subject_id.erase(0, prefix.text.size());
      return;
    }
  }
}

void read_flags(const Node& claims, Claims& out) {
  out.intents_enabled = claims["intents_api_enabled"].boolean();
  if (!out.intents_enabled) {
    out.intents_enabled = claims["crypto_proxy_enabled"].boolean();  // its name before 2026
  }
  out.execution_enabled = claims["execution_intents_enabled"].boolean();
  out.intents_require_tee = claims["intents_require_tee"].boolean();
  out.execution_require_tee = claims["execution_require_tee"].boolean();
  out.shroud_enabled = claims["shroud_enabled"].boolean();
  out.environment = text_of(claims["environment"]);
  out.runtime_id = text_of(claims["runtime_id"]);
  out.dpop_thumbprint = text_of(claims["cnf"]["jkt"]);
}

std::optional<Document> object_in(std::string_view segment) {
  const auto json = decode_base64url(segment);
  auto document = json ? Document::parse(*json) : std::nullopt;
  return document && document->root().is_object() ? document : std::nullopt;
}

}  // namespace

std::string_view word_of(Subject subject) {
  constexpr std::array<std::string_view, 4> words{"user", "agent", "platform", "unknown"};
  return words.at(static_cast<std::size_t>(subject));
}

std::optional<Claims> read_jwt(std::string_view token) {
  const auto first = token.find('.');
  const auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || token.size() > longest_token) {
    return std::nullopt;
  }
  // The signature's length is not judged: test servers issue tokens with a made-up one.
  const std::string_view signature = token.substr(second + 1);
  const auto header = object_in(token.substr(0, first));
  const auto body = object_in(token.substr(first + 1, second - first - 1));
  if (!header || !body || signature.find_first_not_of(alphabet) != std::string_view::npos) {
    return std::nullopt;
  }
  const Node claims = body->root();
  Claims out;
  out.algorithm = text_of(header->root()["alg"]);
  out.key_id = text_of(header->root()["kid"]);
  out.type = text_of(header->root()["typ"]);
  read_subject(claims, out);
  out.org = text_of(claims["org"].exists() ? claims["org"] : claims["org_id"]);
  out.issuer = text_of(claims["iss"]);
  out.issued_at = time_of(claims["iat"]);
  out.not_before = time_of(claims["nbf"]);
  out.expires_at = time_of(claims["exp"]);
  out.scopes = scopes_of(claims);
  out.vault_ids = list_of(claims["vault_ids"]);
  read_flags(claims, out);
  return out;
}

std::optional<std::string> decode_base64url(std::string_view text) {
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) {
    text.remove_suffix(1);
  }
  if (text.size() % 4 == 1) {
    return std::nullopt;
  }
  std::string out;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const auto value = alphabet.find(c);
    if (value == std::string_view::npos) {
      return std::nullopt;
    }
    bits = (bits << 6U | static_cast<std::uint32_t>(value)) & 0xffffU;
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>(bits >> count & 0xffU);
    }
  }
  return out;
}

std::string encode_base64url(std::string_view bytes) {
  std::string out;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : bytes) {
    bits = (bits << 8U | static_cast<unsigned char>(c)) & 0xffffU;
    count += 8;
    while (count >= 6) {
      count -= 6;
      out += alphabet[bits >> count & 0x3fU];
    }
  }
  if (count > 0) {
    out += alphabet[bits << (6 - count) & 0x3fU];
  }
  return out;
}

}  // namespace doctor::api
