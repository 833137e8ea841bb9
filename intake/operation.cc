#include "intake/operation.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/text.h"

namespace doctor::intake {
namespace {

struct Pattern {
  std::string_view method;  ///< empty: any
  std::string_view
      path;  ///< below /v1; `*` one segment, `**` one or more, $v the vault, $s a secret
  std::string_view operation;
  std::string_view probe = {};
  bool distinctive = true;
};

// The first that fits. Sources: OpenAPI 0.53.2; api/endpoints.cc for what the probes ask.
constexpr std::array<Pattern, 64> patterns{{
    {"GET", "health", "health", "health", false},
    {"GET", "health/hsm", "health", "hsm"},
    {"POST", "auth/agent-token", "exchange", "exchange"},
    {"POST", "auth/api-key-token", "exchange", "exchange"},
    {"POST", "auth/token", "login", {}, false},
    {"POST", "auth/federated-token", "login"},
    {"POST", "auth/refresh", "login", {}, false},
    {"GET", "auth/me", "other", "whoami", false},
    {"GET", "auth/settings", "other", "settings", false},
    {"GET", "auth/device/code/*", "device", "device"},
    {"", "auth/device/**", "device"},
    {"", "auth/mfa/**", "login", {}, false},
    {"", "auth/api-keys", "other", {}, false},
    {"", "auth/**", "login", {}, false},
    {"GET", "agents/me", "agent", "whoami", false},
    {"POST", "agents", "create_agent", {}, false},
    {"GET", "agents", "agent", {}, false},
    {"POST", "agents/enroll", "create_agent"},
    {"", "agents/*/transactions", "transaction"},
    {"", "agents/*/transactions/**", "transaction"},
    {"", "agents/*/sign", "transaction"},
    {"", "agents/*/sign/**", "transaction"},
    {"", "agents/*/execute", "transaction"},
    {"", "agents/*/execute/**", "transaction"},
    {"", "agents/*/intents/**", "transaction"},
    {"", "agents/*/signing-keys", "agent"},
    {"GET", "agents/*", "agent", "agent", false},
    {"", "agents/*", "agent", {}, false},
    {"", "agents/*/**", "agent", {}, false},
    {"GET", "vaults", "list_vaults", "vaults", false},
    {"POST", "vaults", "create_vault", {}, false},
    {"GET", "vaults/$v", "vault", "vault-record", false},
    {"", "vaults/$v", "vault", {}, false},
    {"GET", "vaults/$v/secrets", "list_secrets", "secrets"},
    {"GET", "vaults/$v/secrets/$s", "read_secret"},
    {"HEAD", "vaults/$v/secrets/$s", "read_secret"},
    {"PUT", "vaults/$v/secrets/$s", "write_secret"},
    {"POST", "vaults/$v/secrets/$s", "write_secret"},
    {"PATCH", "vaults/$v/secrets/$s", "write_secret"},
    {"DELETE", "vaults/$v/secrets/$s", "delete_secret"},
    {"", "vaults/$v/secrets/$s", "read_secret"},
    {"", "vaults/$v/secret-version/$s", "read_secret"},
    {"", "vaults/$v/secret-versions/$s", "read_secret"},
    {"", "vaults/$v/secret-rotate/$s", "write_secret"},
    {"", "vaults/$v/env-vars", "read_secret"},
    {"", "vaults/$v/env-vars/$s", "read_secret"},
    {"GET", "vaults/$v/policies", "policy", "policies"},
    {"", "vaults/$v/policies", "policy"},
    {"", "vaults/$v/policies/**", "policy"},
    {"", "vaults/$v/**", "vault"},
    {"GET", "security/ip-rules", "other", "ip-rules"},
    {"", "security/**", "other"},
    {"GET", "billing/subscription", "other", "subscription", false},
    {"", "billing/**", "other", {}, false},
    {"GET", "shares/outbound", "other", "shares"},
    {"", "shares/**", "other"},
    {"", "share/**", "open_share"},
    {"POST", "secrets/*/share", "share"},
    {"", "org/**", "other", {}, false},
    {"", "onboarding/provision", "create_agent"},
    {"", "chat/completions", "llm", {}, false},
    {"", "messages", "llm", {}, false},
    {"", "approvals/**", "other"},
    {"", "audit/**", "other", {}, false},
}};

std::string decoded(std::string_view text) {
  const auto digit = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
    out += escape ? static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])) : text[i];
    i += escape ? 2 : 0;
  }
  return out;
}

using Parts = std::vector<std::string>;

std::string rest_of(const Parts& parts, std::size_t from) {
  std::string out;
  for (std::size_t i = from; i < parts.size(); ++i) {
    out += (i == from ? "" : "/") + parts[i];
  }
  return out;
}

bool fits(const Pattern& pattern, const Parts& parts, std::size_t from, Route& out) {
  const Parts wanted = split(pattern.path, '/');
  const std::size_t given = parts.size() - from;
  const bool open = wanted.back() == "**" || wanted.back() == "$s";
  if (open ? given < wanted.size() : given != wanted.size()) {
    return false;
  }
  Route found;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::string& part = parts[from + i];
    if (wanted[i] == "$v") {
      found.vault = decoded(part);
    } else if (wanted[i] == "$s") {
      found.secret = decoded(rest_of(parts, from + i));
    } else if (wanted[i] != "*" && wanted[i] != "**" && wanted[i] != part) {
      return false;
    }
  }
  out = found;
  return true;
}

/// The first pattern that fits what stands behind a version.
Route fitting(std::string_view method, const Parts& parts, std::size_t from) {
  Route route;
  for (const Pattern& pattern : patterns) {
    if ((pattern.method.empty() || method.empty() || pattern.method == method) &&
        from < parts.size() && fits(pattern, parts, from, route)) {
      route.operation = pattern.operation;
      route.probe = pattern.probe;
      route.distinctive = pattern.distinctive;
      break;
    }
  }
  return route;
}

}  // namespace

Route route_of(std::string_view method, std::string_view path) {
  if (!path.starts_with('/')) {
    return {};
  }
  Parts parts = split(path.substr(1), '/');
  while (!parts.empty() && parts.back().empty()) {
    parts.pop_back();
  }
  const auto version = std::find(parts.rbegin(), parts.rend(), "v1");
  if (version == parts.rend()) {
    const bool mcp = !parts.empty() && parts.back() == "mcp";
    const bool keys = path == "/.well-known/jwks.json";
    return mcp    ? Route{.operation = "mcp", .probe = "mcp-initialize"}
           : keys ? Route{.operation = "other", .probe = "keys"}
                  : Route{};
  }
  // A vault may be called v1 as well.
  auto from = static_cast<std::size_t>(parts.rend() - version);
  Route route;
  for (auto at = version; at != parts.rend() && route.operation.empty();
       at = std::find(at + 1, parts.rend(), "v1")) {
    const auto behind = static_cast<std::size_t>(parts.rend() - at);
    route = fitting(method, parts, behind);
    from = route.operation.empty() ? from : behind;
  }
  for (std::size_t i = 0; i + 1 < from; ++i) {
    route.base += "/" + parts[i];
  }
  return route;
}

}  // namespace doctor::intake
