#pragma once
// The records the probes read, as lenient values: every field may be missing, lists may be wrapped
// or bare. Source: OpenAPI 0.53.2 schemas and the shapes seen in the SDKs' fixtures.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/ip_rule.h"
#include "api/policy.h"
#include "core/document.h"

namespace doctor::api {

/// A vault in a list, or asked for by its id.
struct Vault {
  std::string id;
  std::string name;
  std::string created_by;
  bool cmek = false;
};

/// A secret's metadata; there is no value here.
struct SecretEntry {
  std::string id;
  std::string path;
  std::string type;
  std::optional<TimePoint> expires_at;
  std::optional<bool> disabled;
  // Not in the documented shape; read when a server lists them, beside or inside `metadata`.
  std::optional<std::int64_t> access_count;
  std::optional<std::int64_t> max_access_count;  ///< 0 = unlimited
};

/// An agent, as the API tells it to those who may see it, itself included.
struct AgentRecord {
  std::string id;
  std::string name;
  std::string org;
  std::optional<bool> active;
  std::optional<bool> intents_enabled;
  std::optional<bool> shroud_enabled;
  std::optional<bool> execution_require_tee;
  std::optional<std::vector<std::string>> scopes;
  std::optional<std::vector<std::string>> vault_ids;
  std::optional<TimePoint> expires_at;
  std::optional<TimePoint> key_expires_at;
  std::string environment;
  std::string auth_method;
};

/// A person, as the API tells it to that person.
struct UserRecord {
  std::string id;
  std::string email;  ///< never shown whole
  std::string role;
};

/// A share link, as the list of the caller's shares has it. Opening one would count an access;
/// nobody here does.
struct Share {
  std::string id;
  std::string secret_path;
  std::optional<bool> expired;
  std::optional<bool> accepted;
  std::optional<std::int64_t> access_count;
  std::optional<std::int64_t> max_access_count;  ///< 0 = unlimited
  std::optional<TimePoint> expires_at;
  std::optional<TimePoint> created_at;
};

/// nullopt: the body is not such a list or record at all.
std::optional<std::vector<Vault>> read_vaults(const Node& body);
std::optional<std::vector<SecretEntry>> read_secrets(const Node& body);
std::optional<std::vector<Policy>> read_policies(const Node& body);
std::optional<std::vector<IpRule>> read_ip_rules(const Node& body);
std::optional<std::vector<Share>> read_shares(const Node& body);
std::optional<AgentRecord> read_agent(const Node& body);
std::optional<UserRecord> read_user(const Node& body);
std::optional<Vault> read_vault(const Node& body);

/// 36 characters, hyphens in their places, digits of either case.
bool is_uuid(std::string_view text);

}  // namespace doctor::api
