#include "intake/echoes.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/text.h"
#include "intake/mask.h"

namespace doctor::intake {
namespace {

constexpr std::size_t shortest = 6;

bool carries_a_secret(std::string_view member) {
  constexpr std::array<std::string_view, 12> names{"api_key",
                                                   "apikey",
                                                   "password",
                                                   "passphrase",
                                                   "value",
                                                   "secret",
                                                   "token",
                                                   "private_key",
                                                   "mnemonic",
                                                   "credential",
                                                   "otp",
                                                   "seed"};
  // `secret_type`, `token_id`: what is said of a secret is none, and answers speak of it.
  constexpr std::array<std::string_view, 6> of_one{"type", "path", "id", "name", "kind", "prefix"};
  return std::ranges::any_of(
             names, [member](auto name) { return contains_ignoring_case(member, name); }) &&
         std::ranges::none_of(of_one, [member](auto end) { return lower(member).ends_with(end); });
}

void gather(const Node& node, bool secret, int depth, std::vector<std::string>& out) {
  constexpr int deepest = 8;
  if (depth > deepest) {
    return;
  }
  if (const auto text = node.text(); text && secret && text->size() >= shortest) {
    out.push_back(*text);
  }
  for (const Node& item : node.items()) {
    gather(item, secret, depth + 1, out);
  }
  for (const std::string& key : node.keys()) {
    gather(node[key], carries_a_secret(key), depth + 1, out);
  }
}

/// As it stands inside a JSON string.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
  }
  return out;
}

void replace_all(std::string& text, std::string_view what) {
  constexpr std::string_view instead = "****";
  for (auto at = text.find(what); at != std::string::npos;
       at = text.find(what, at + instead.size())) {
    text.replace(at, what.size(), instead);
  }
}

}  // namespace

std::vector<std::string> secrets_in(const Node& sent) {
  std::vector<std::string> out;
  gather(sent, false, 0, out);
  // A longer one may hold a shorter one.
  std::ranges::sort(out, std::greater{}, &std::string::size);
  return out;
}

std::string without(std::string text, const std::vector<std::string>& secrets) {
  for (const std::string& secret : secrets) {
    replace_all(text, secret);
    replace_all(text, escaped(secret));
  }
  return text;
}

void take_out_echoes(Exchange& exchange) {
  std::vector<std::string> secrets;
  if (!exchange.request_body.empty()) {
    if (const auto body = Document::parse(exchange.request_body)) {
      secrets = secrets_in(body->root());
    }
  }
  for (const auto& [name, value] : exchange.request_headers.value_or(Headers{})) {
    if (is_secret_header(name)) {
      const std::string_view bare = trim(std::string_view{value}.substr(value.find(' ') + 1));
      if (bare.size() >= shortest) {
        secrets.emplace_back(bare);
      }
    }
  }
  if (secrets.empty()) {
    return;
  }
  exchange.body = without(std::move(exchange.body), secrets);
  for (auto& [name, value] : exchange.headers) {
    value = without(std::move(value), secrets);
  }
}

}  // namespace doctor::intake
