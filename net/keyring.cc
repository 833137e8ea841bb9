#include "net/keyring.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/document.h"
#include "core/text.h"
#include "net/signature.h"

namespace doctor::net {
namespace {

constexpr std::size_t window = 12;

/// Calls `see(start, hash)` for every window of `text`. The hash rolls: bodies are long.
template <typename See>
void each_window(std::string_view text, See see) {
  constexpr std::uint64_t base = 1099511628211ULL;
  constexpr std::uint64_t leading = [] {  // base to the power of the window's length
    std::uint64_t power = 1;
    for (std::size_t i = 0; i < window; ++i) {
      power *= base;
    }
    return power;
  }();
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    hash = hash * base + static_cast<unsigned char>(text[i]) + 1;
    if (i >= window) {
      hash -= leading * (static_cast<unsigned char>(text[i - window]) + std::uint64_t{1});
    }
    if (i + 1 >= window) {
      see(i + 1 - window, hash);
    }
  }
}

std::string json_text(std::string_view text) {
  std::string out{"\""};
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += fmt::format("\\u{:04x}", byte);
    } else {
      out += c;
    }
  }
  return out + '"';
}

/// No server takes a header line as long as this; what is longer is no token that could be used.
constexpr std::size_t longest_token = std::size_t{16} << 10U;

/// Members of an exchange's answer that are credentials themselves.
constexpr std::array<std::string_view, 5> token_members{
    "access_token", "refresh_token", "mfa_token", "token", "id_token"};

}  // namespace

void Scrubber::learn(std::string_view secret) {
  windows_.reserve(windows_.size() + secret.size());
  each_window(secret, [this](std::size_t, std::uint64_t hash) { windows_.insert(hash); });
}

Scrubber Keyring::scrubber() const {
  Scrubber out;
  for (const Secret& secret : all_) {
    out.learn(secret.reveal());
  }
  return out;
}

void Keyring::teach(Fingerprints& known) const {
  for (const Secret& secret : all_) {
    known.learn(secret.reveal());
  }
}

void Keyring::teach(SecretWindows& known) const {
  for (const Secret& secret : all_) {
    known.learn(secret.reveal());
  }
}

void Keyring::hold_key(Secret key) {
  all_.emplace_back(key.reveal());
  key_ = std::move(key);
}

void Keyring::hold_token(Secret token) {
  all_.emplace_back(token.reveal());
  token_ = std::move(token);
}

void Keyring::hold_mcp(Secret bearer) {
  all_.emplace_back(bearer.reveal());
  mcp_ = std::move(bearer);
}

Secret Keyring::exchange_body(std::string_view agent_id) const {
  std::string body = fmt::format("{{\"api_key\":{}", json_text(key_ ? key_->reveal() : ""));
  if (!agent_id.empty()) {
    body += fmt::format(",\"agent_id\":{}", json_text(agent_id));
  }
  body += '}';
  Secret out{body};
  std::ranges::fill(body, '\0');
  return out;
}

std::optional<Secret> Keyring::bearer_header(bool for_mcp) const {
  const std::optional<Secret>& held = for_mcp ? mcp_ : token_;
  if (!held || held->empty()) {
    return std::nullopt;
  }
  const auto unfit = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  };
  if (std::ranges::any_of(held->reveal(), unfit)) {
    return std::nullopt;  // a line break here would be a header of its own
  }
  std::string line = fmt::format("Authorization: Bearer {}", held->reveal());
  Secret out{line};
  std::ranges::fill(line, '\0');
  return out;
}

Exchanged Keyring::adopt(std::string_view body) {
  Exchanged out{.token_present = false, .claims = std::nullopt, .body = std::string{body}};
  const auto document = Document::parse(body);
  if (!document) {
    return out;
  }
  for (const std::string_view member : token_members) {
    const std::string value = document->root()[member].text_or("");
    if (value.empty()) {
      continue;
    }
    if (value.size() > longest_token) {
      out.body.clear();  // hostile; to remember all of it costs more memory than it has bytes
      continue;
    }
    all_.emplace_back(value);
    if (member == "access_token") {
      out.token_present = true;
      out.claims = api::read_jwt(value);
      token_ = Secret{value};
    }
  }
  out.body = scrubbed(std::move(out.body));
  return out;
}

SignatureCheck Keyring::check_signature(std::string_view jwks) const {
  return token_ ? verify_signature(token_->reveal(), jwks) : SignatureCheck::not_asked;
}

std::string Scrubber::clean(std::string text) const {
  if (windows_.empty() || text.size() < window) {
    return text;
  }
  std::vector<bool> secret;  // of each byte; most texts have none
  each_window(text, [&](std::size_t start, std::uint64_t hash) {
    if (windows_.contains(hash)) {
      secret.resize(text.size(), false);
      std::fill_n(secret.begin() + static_cast<std::ptrdiff_t>(start), window, true);
    }
  });
  for (std::size_t i = 0; i < secret.size(); ++i) {
    if (secret[i]) {
      text[i] = '*';
    }
  }
  return text;
}

}  // namespace doctor::net
