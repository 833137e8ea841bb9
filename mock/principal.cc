#include "mock/principal.h"

#include <algorithm>

#include "mock/text.h"

namespace doctor::mock {
namespace {

template <typename Record>
const Record* by_id(const std::map<std::string, Record>& records, const std::string& id) {
  const auto found =
      std::ranges::find_if(records, [&id](const auto& entry) { return entry.second.id == id; });
  return found == records.end() ? nullptr : &found->second;
}

bool past(const std::optional<Time>& limit, Time now) {
  return limit && *limit <= now;
}

std::string_view agent_refusal(const State& state, const Agent* agent, const Claims& claims) {
  if (agent == nullptr) {
    return "token_revoked";
  }
  if (!agent->active) {
    return "agent_inactive";
  }
  const bool before = agent->revoked_before && claims.issued < *agent->revoked_before;
  return before || past(agent->expires_at, state.now()) ? "token_revoked" : "";
}

/// What a token needs beside itself.
std::string_view proof_refusal(const State& state, const Claims& claims, const Request& request) {
  if ((claims.dpop || state.world.org.dpop_required) && request.header("dpop").empty()) {
    return "dpop_missing";
  }
  if (!claims.runtime_id.empty() && request.header("x-1claw-runtime-id") != claims.runtime_id) {
    return "runtime_mismatch";
  }
  return "";
}

bool token_revoked(const State& state, const Claims& claims) {
  const auto spec = claims.id.starts_with("token-") ? state.world.tokens.find(claims.id.substr(6))
                                                    : state.world.tokens.end();
  const bool by_scenario = spec != state.world.tokens.end() && spec->second.revoked;
  return by_scenario || state.revoked.contains(claims.id);
}

Authentication by_token(const State& state, const Request& request, const std::string& token) {
  const auto claims = read_token(state.signer, token);
  if (!claims) {
    return {.who = {}, .refused = "token_malformed"};
  }
  if (claims->expires <= state.now()) {
    return {.who = {}, .refused = "token_expired"};
  }
  if (token_revoked(state, *claims)) {
    return {.who = {}, .refused = "token_revoked"};
  }
  Authentication result{.who = {.claims = *claims}, .refused = {}};
  Principal& who = result.who;
  const std::size_t colon = claims->subject.find(':');
  who.id = colon == std::string::npos ? "" : claims->subject.substr(colon + 1);
  if (claims->subject.starts_with("agent:")) {
    who.kind = Kind::agent;
    who.agent = by_id(state.world.agents, who.id);
    who.org = who.agent == nullptr ? "" : who.agent->org_id;
    result.refused = agent_refusal(state, who.agent, *claims);
  } else {
    who.kind = Kind::user;
    who.user = by_id(state.world.users, who.id);
    who.org = state.world.org.id;
    const bool known = who.user != nullptr && who.user->active;
    const bool before =
        known && who.user->revoked_before && claims->issued < *who.user->revoked_before;
    result.refused = !known || before ? "token_revoked" : "";
  }
  if (result.refused.empty()) {
    result.refused = proof_refusal(state, *claims, request);
  }
  return result;
}

bool usable(const ApiKey& key, const std::string& given, Time now) {
  return key.key == given && key.active && !past(key.expires_at, now);
}

Authentication by_personal_key(const State& state, const std::string& given) {
  for (const auto& [name, user] : state.world.users) {
    for (const ApiKey& key : user.keys) {
      if (usable(key, given, state.now()) && user.active) {
        return {
            .who = {.kind = Kind::user, .id = user.id, .org = state.world.org.id, .user = &user},
            .refused = {}};
      }
    }
  }
  return {.who = {}, .refused = "key_as_token"};
}

Authentication by_platform_key(const State& state, const std::string& given) {
  const bool known = std::ranges::any_of(state.world.platform_keys, [&](const ApiKey& key) {
    return usable(key, given, state.now());
  });
  return known ? Authentication{.who = {.kind = Kind::platform}, .refused = {}}
               : Authentication{.who = {}, .refused = "key_as_token"};
}

bool conditions_hold(const State& state, const Policy& policy, const Principal& who) {
  if (!policy.conditions) {
    return true;
  }
  const Conditions& asked = *policy.conditions;
  const auto in_list = [&](const std::string& cidr) {
    return in_network(state.world.api.client_ip, cidr);
  };
  if (!asked.ip_allowlist.empty() && std::ranges::none_of(asked.ip_allowlist, in_list)) {
    return false;
  }
  if (!asked.environment_in.empty() &&
      std::ranges::find(asked.environment_in, who.claims.environment) ==
          asked.environment_in.end()) {
    return false;
  }
  if (asked.start_hour && asked.end_hour) {
    const auto since_midnight = state.now() - std::chrono::floor<std::chrono::days>(state.now());
    const auto hour = std::chrono::floor<std::chrono::hours>(since_midnight).count();
    return hour >= *asked.start_hour && hour < *asked.end_hour;
  }
  return true;
}

bool permits(const Policy& policy, std::string_view permission) {
  const auto holds = [&policy](std::string_view word) {
    return std::ranges::find(policy.permissions, word) != policy.permissions.end();
  };
  return holds(permission) || (permission == "delete" && holds("write"));
}

/// The best any policy says: allowed, refused by a deny, by conditions, or by there being none.
std::string_view policy_refusal(const State& state,
                                const Principal& who,
                                const Vault& vault,
                                const std::string& path,
                                std::string_view permission) {
  std::string_view verdict = "no_policy";
  for (const auto& [name, policy] : vault.policies) {
    const bool ours = policy.principal_id == who.id && !past(policy.expires_at, state.now()) &&
                      glob_matches(policy.pattern, path) && permits(policy, permission);
    if (!ours) {
      continue;
    }
    if (!conditions_hold(state, policy, who)) {
      verdict = verdict.empty() ? verdict : "condition_unmet";
    } else if (policy.effect == "deny") {
      return "deny_policy";
    } else {
      verdict = "";
    }
  }
  return verdict;
}

std::string_view scope_refusal(const Principal& who, const std::string& path) {
  if (who.claims.scopes.empty()) {
    return "no_scopes";
  }
  const bool covered = std::ranges::any_of(
      who.claims.scopes, [&path](const std::string& scope) { return glob_matches(scope, path); });
  return covered ? "" : "scope";
}

}  // namespace

std::string bearer_of(const Request& request) {
  const std::string value = request.header("authorization");
  return lower(value).starts_with("bearer ") ? value.substr(7) : std::string();
}

Authentication authenticate(const State& state, const Request& request) {
  const std::string token = bearer_of(request);
  if (token.empty()) {
    return {.who = {}, .refused = "token_missing"};
  }
  if (token.starts_with("1ck_")) {
    return by_personal_key(state, token);
  }
  if (token.starts_with("plt_")) {
    return by_platform_key(state, token);
  }
  if (token.starts_with("ocv_")) {
    return {.who = {}, .refused = "key_as_token"};
  }
  return by_token(state, request, token);
}

std::string_view ip_refusal(const World& world) {
  bool allow_rules = false;
  bool allowed = false;
  for (const IpRule& rule : world.ip_rules) {
    const bool matches = in_network(world.api.client_ip, rule.cidr);
    if (rule.type != "allow" && matches) {
      return "ip_denied";
    }
    allow_rules = allow_rules || rule.type == "allow";
    allowed = allowed || (rule.type == "allow" && matches);
  }
  return allow_rules && !allowed ? "ip_denied" : "";
}

std::string_view vault_refusal(const State& state, const Principal& who, const Vault& vault) {
  if (who.kind != Kind::agent) {
    return "";
  }
  const std::vector<std::string>& bound = who.claims.vault_ids;
  if (bound.empty() && state.world.api.shapes == "march") {
    return "";
  }
  return std::ranges::find(bound, vault.id) == bound.end() ? "not_bound" : "";
}

std::string_view secret_refusal(const State& state,
                                const Principal& who,
                                const Vault& vault,
                                const std::string& path,
                                std::string_view permission) {
  if (vault.name.starts_with("__")) {
    return "system_vault";
  }
  if (const std::string_view refused = vault_refusal(state, who, vault); !refused.empty()) {
    return refused;
  }
  const bool owner = vault.created_by == who.id;
  if (who.kind == Kind::agent) {
    if (const std::string_view refused = scope_refusal(who, path); !refused.empty()) {
      return refused;
    }
  }
  return owner ? "" : policy_refusal(state, who, vault, path, permission);
}

}  // namespace doctor::mock
