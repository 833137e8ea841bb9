#include "api/endpoints.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/text.h"

namespace doctor::api {
namespace {

using enum Method;
using enum Safety;

// Among harmless templates of one shape the first wins, so literals come before {parameters}.
constexpr std::array table{
    Endpoint{"health", get, "/v1/health", open, "whether the API answers, and its version"},
    Endpoint{"hsm", get, "/v1/health/hsm", open, "whether the key store behind it works"},
    Endpoint{"jwks", get, "/.well-known/jwks.json", open, "public keys that sign access tokens"},
    Endpoint{"device.code",
             get,
             "/v1/auth/device/code/{code}",
             open,
             "state of a device login: pending, approved, denied, expired"},
    Endpoint{"mcp.health", get, "/health", open, "whether the hosted MCP server answers"},

    Endpoint{"auth.agent-token",
             post,
             "/v1/auth/agent-token",
             exchange,
             "exchanges an agent key for an access token"},
    Endpoint{"auth.api-key-token",
             post,
             "/v1/auth/api-key-token",
             exchange,
             "exchanges a user key for an access token"},

    Endpoint{"auth.me", get, "/v1/auth/me", metadata, "the user behind the token"},
    Endpoint{"auth.settings", get, "/v1/auth/settings", metadata, "passkey setting of the user"},
    Endpoint{"auth.api-keys",
             get,
             "/v1/auth/api-keys",
             metadata,
             "the user's keys: name, first characters, expiry"},
    Endpoint{"agents.me", get, "/v1/agents/me", metadata, "the agent behind the token"},
    Endpoint{"agents.get", get, "/v1/agents/{agent}", metadata, "an agent's record"},
    Endpoint{"vaults.list", get, "/v1/vaults", metadata, "vaults the token may see"},
    Endpoint{"vaults.get", get, "/v1/vaults/{vault}", metadata, "one vault's record"},
    Endpoint{"vault.secrets",
             get,
             "/v1/vaults/{vault}/secrets",
             metadata,
             "paths, types and expiry of a vault's secrets, no values"},
    Endpoint{"vault.policies",
             get,
             "/v1/vaults/{vault}/policies",
             metadata,
             "who may do what in a vault"},
    Endpoint{"security.ip-rules",
             get,
             "/v1/security/ip-rules",
             metadata,
             "IP rules of the organisation"},
    Endpoint{"billing.subscription",
             get,
             "/v1/billing/subscription",
             metadata,
             "plan, credit and usage"},
    Endpoint{"shares.outbound", get, "/v1/shares/outbound", metadata, "shares given"},
    Endpoint{"shares.inbound", get, "/v1/shares/inbound", metadata, "shares received"},
    Endpoint{"org.policy-backend",
             get,
             "/v1/org/settings/policy-backend",
             metadata,
             "which policy engine decides, and whether it is enforced"},

    Endpoint{"mcp.rpc", post, "", mcp, "the MCP handshake and the list of tools"},

    Endpoint{"secret.read",
             get,
             "/v1/vaults/{vault}/secrets/{path...}",
             harmful,
             "decrypts the value, counts toward max_access_count, is billed and audited"},
    Endpoint{"secret.version",
             get,
             "/v1/vaults/{vault}/secret-version/{path...}",
             harmful,
             "decrypts a version of a secret, with the effects of a read"},
    Endpoint{"secret.versions",
             get,
             "/v1/vaults/{vault}/secret-versions/{path...}",
             harmful,
             "belongs to the routes that read one secret"},
    Endpoint{"env-vars.list",
             get,
             "/v1/vaults/{vault}/env-vars",
             harmful,
             "may return the values of environment variables"},
    Endpoint{"env-vars.read",
             get,
             "/v1/vaults/{vault}/env-vars/{key...}",
             harmful,
             "returns values of environment variables"},
    Endpoint{"org.env-vars",
             get,
             "/v1/org/env-vars",
             harmful,
             "may return the values of environment variables"},
    Endpoint{"share.read",
             get,
             "/v1/share/{share}",
             harmful,
             "opens a share: counts an access, may notify its creator, is billed"},
    Endpoint{"audit.events", get, "/v1/audit/events", harmful, "is a paid query"},
    Endpoint{"audit.verify", get, "/v1/audit/verify", harmful, "is heavy on the server"},
    Endpoint{"org.recovery-codes",
             get,
             "/v1/org/shamir-kek/recovery-codes",
             harmful,
             "hands the recovery codes out, which works once only"},
    Endpoint{"approvals.quick-decide",
             get,
             "/v1/approvals/quick-decide",
             harmful,
             "decides an approval request"},
    Endpoint{"oauth.callback", get, "/v1/oauth/callback", harmful, "completes an OAuth login"},
    Endpoint{"oauth.authorize", get, "/v1/oauth/authorize", harmful, "starts an OAuth login"},
    Endpoint{"oauth.authorize.post",
             post,
             "/v1/oauth/authorize",
             harmful,
             "grants an OAuth application access"},

    Endpoint{"auth.token",
             post,
             "/v1/auth/token",
             harmful,
             "takes a password; ten failures lock the account"},
    Endpoint{"auth.refresh", post, "/v1/auth/refresh", harmful, "replaces the login's tokens"},
    Endpoint{"auth.api-keys.create", post, "/v1/auth/api-keys", harmful, "creates a user key"},
    Endpoint{"auth.export", post, "/v1/auth/export-data", harmful, "exports the account's data"},
    Endpoint{"device.start", post, "/v1/auth/device/code", harmful, "creates a device login"},
    Endpoint{"device.token",
             post,
             "/v1/auth/device/token",
             harmful,
             "collects the token of a device login"},
    Endpoint{"device.approve", post, "/v1/auth/device/approve", harmful, "approves a device login"},
    Endpoint{"device.deny", post, "/v1/auth/device/deny", harmful, "denies a device login"},
    Endpoint{"agents.create", post, "/v1/agents", harmful, "creates an agent"},
    Endpoint{"agents.enroll",
             post,
             "/v1/agents/enroll",
             harmful,
             "creates a pending agent and writes to a person"},
    Endpoint{"agents.rotate-key",
             post,
             "/v1/agents/{agent}/rotate-key",
             harmful,
             "ends the agent's working key"},
    Endpoint{"agents.transactions",
             post,
             "/v1/agents/{agent}/transactions/{rest...}",
             harmful,
             "acts on a chain, or is billed"},
    Endpoint{"agents.transact",
             post,
             "/v1/agents/{agent}/transactions",
             harmful,
             "submits a transaction"},
    Endpoint{
        "agents.sign", post, "/v1/agents/{agent}/sign", harmful, "signs with the agent's keys"},
    Endpoint{"onboarding.provision",
             post,
             "/v1/onboarding/provision",
             harmful,
             "creates a vault, an agent and a key"},
    Endpoint{"vaults.create", post, "/v1/vaults", harmful, "creates a vault"},
    Endpoint{"policies.create",
             post,
             "/v1/vaults/{vault}/policies",
             harmful,
             "changes access and revokes the agent's tokens"},
    Endpoint{"secret.rotate",
             post,
             "/v1/vaults/{vault}/secret-rotate/{path...}",
             harmful,
             "changes the secret"},
    Endpoint{"secret.disable",
             post,
             "/v1/vaults/{vault}/secret-version-disable/{path...}",
             harmful,
             "disables a version of the secret"},
    Endpoint{"secret.share",
             post,
             "/v1/secrets/{secret}/share",
             harmful,
             "creates a share and is billed"},
    Endpoint{"approvals.request",
             post,
             "/v1/approvals/request",
             harmful,
             "asks a person for an approval"},
};

using Segments = std::vector<std::string>;

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const char small = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

Segments segments_of(std::string_view path) {
  if (path.starts_with('/')) {
    path.remove_prefix(1);
  }
  return split(path, '/');
}

/// Dot segments resolved, empty segments dropped: what a tidying proxy makes of a path.
Segments tidied(const Segments& segments) {
  Segments out;
  for (const std::string& segment : segments) {
    if (segment == ".." && !out.empty()) {
      out.pop_back();
    } else if (!segment.empty() && segment != "." && segment != "..") {
      out.push_back(segment);
    }
  }
  return out;
}

/// Every way a server might take the path apart. Decoding goes three levels deep: each proxy on the
/// way may undo one.
std::vector<Segments> readings(std::string_view path) {
  constexpr int levels = 3;
  std::vector<Segments> out;
  std::string text{path.substr(0, path.find_first_of("?#"))};
  for (int level = 0; level <= levels; ++level) {
    std::string decoded = level == 0 ? text : percent_decoded(text);
    if (level > 0 && decoded == text) {
      break;
    }
    text = std::move(decoded);
    std::ranges::replace(text, '\\', '/');
    out.push_back(segments_of(text));
    out.push_back(tidied(out.back()));
  }
  return out;
}

bool is_parameter(std::string_view segment) {
  return segment.starts_with('{');
}
bool is_rest(std::string_view segment) {
  return segment.ends_with("...}");
}

/// Ignoring case, since refusing one path too many harms nobody.
bool matches_template(const Segments& pattern, std::span<const std::string> segments) {
  const bool open_end = is_rest(pattern.back());
  if (open_end ? segments.size() < pattern.size() : segments.size() != pattern.size()) {
    return false;
  }
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (!is_parameter(pattern[i]) && !equal_ignoring_case(pattern[i], segments[i])) {
      return false;
    }
  }
  return true;
}

struct Template {
  const Endpoint* endpoint;
  Segments segments;
};

/// The harmful ones, taken apart once: every request is held against all of them.
const std::vector<Template>& harmful_templates() {
  static const std::vector<Template> all = [] {
    std::vector<Template> out;
    for (const Endpoint& endpoint : table) {
      if (endpoint.safety == harmful) {
        out.push_back({.endpoint = &endpoint, .segments = segments_of(endpoint.path)});
      }
    }
    return out;
  }();
  return all;
}

/// The first harmful endpoint whose template fits; nullptr when none does.
const Endpoint* harmful_match(Method method, std::span<const std::string> segments) {
  for (const Template& one : harmful_templates()) {
    if (one.endpoint->method == method && matches_template(one.segments, segments)) {
      return one.endpoint;
    }
  }
  return nullptr;
}

/// One plain reading: no empty, dot or doubly encoded segment, no encoded separator.
bool is_plain_segment(std::string_view segment) {
  const std::string text = percent_decoded(segment);
  const auto is_odd = [](char c) {
    return c == '/' || c == '\\' || c == '%' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  };
  return !text.empty() && text != "." && text != ".." && !std::ranges::any_of(text, is_odd);
}

bool matches_exactly(std::string_view pattern, std::string_view path) {
  if (pattern.empty() || path.empty()) {
    return pattern == path;
  }
  const Segments wanted = segments_of(pattern);
  const Segments given = segments_of(path);
  const auto fits = [](const std::string& want, const std::string& have) {
    return is_parameter(want) || want == have;
  };
  return path.starts_with('/') && path.find_first_of("?#") == std::string_view::npos &&
         std::ranges::all_of(given, is_plain_segment) && std::ranges::equal(wanted, given, fits);
}

}  // namespace

std::string_view name_of(Method method) {
  return method == get ? "GET" : "POST";
}

std::span<const Endpoint> endpoints() {
  return table;
}

const Endpoint* find_endpoint(std::string_view id) {
  const auto* const found = std::ranges::find(table, id, &Endpoint::id);
  return found == table.end() ? nullptr : found;
}

const Endpoint* harmful_on_wire(Method method, std::string_view path) {
  for (const Segments& reading : readings(path)) {
    for (std::size_t skipped = 0; skipped < reading.size(); ++skipped) {
      if (const Endpoint* found = harmful_match(method, std::span{reading}.subspan(skipped))) {
        return found;
      }
    }
  }
  return nullptr;
}

const Endpoint* match_endpoint(Method method, std::string_view path) {
  for (const Segments& reading : readings(path)) {
    if (const Endpoint* found = harmful_match(method, reading)) {
      return found;
    }
  }
  for (const Endpoint& endpoint : table) {
    if (endpoint.safety != harmful && endpoint.method == method &&
        matches_exactly(endpoint.path, path)) {
      return &endpoint;
    }
  }
  return nullptr;
}

bool is_allowed(const Endpoint& endpoint) {
  return endpoint.safety != harmful;
}

}  // namespace doctor::api
