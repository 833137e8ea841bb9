#include "api/records.h"

#include "api/read.h"
#include "core/text.h"

namespace doctor::api {
namespace {

/// `agent:ID` or `user:ID`, from one member or two; the bare id when the type is not told.
std::string owner_of(const Node& node) {
  std::string owner = text_of(node, {"created_by", "owner_id", "owner"});
  const std::string type = lower(text_of(node["created_by_type"]));
  if (owner.empty() || owner.find(':') != std::string::npos ||
      (type != "agent" && type != "user")) {
    return owner;
  }
  return type + ":" + owner;
}

Vault vault_from(const Node& node) {
  return {.id = text_of(node, {"id", "vault_id"}),
          .name = text_of(node["name"]),
          .created_by = owner_of(node),
          .cmek = flag_of(node["cmek_enabled"]).value_or(false)};
}

std::optional<std::int64_t> count_of(const Node& node, std::string_view name) {
  const auto own = node[name].integer();
  return own ? own : node["metadata"][name].integer();
}

SecretEntry secret_from(const Node& node) {
  return {.id = text_of(node, {"id", "secret_id"}),
          .path = text_of(node, {"path", "secret_path"}),
          .type = text_of(node, {"type", "secret_type"}),
          .expires_at = time_of(node["expires_at"]),
          .disabled = flag_of(node, {"is_disabled", "disabled"}),
          .access_count = count_of(node, "access_count"),
          .max_access_count = count_of(node, "max_access_count")};
}

IpRule ip_rule_from(const Node& node) {
  const std::string type = lower(text_of(node, {"rule_type", "type", "action"}));
  return {.id = text_of(node["id"]),
          .deny = type.starts_with("deny") || type.starts_with("block") || type == "denied",
          .cidr = text_of(node, {"cidr", "ip", "address"}),
          .label = text_of(node, {"label", "description", "name"})};
}

Share share_from(const Node& node) {
  return {.id = text_of(node, {"id", "share_id"}),
          .secret_path = text_of(node, {"secret_path", "path"}),
          .expired = flag_of(node, {"is_expired", "expired"}),
          .accepted = flag_of(node, {"is_accepted", "accepted"}),
          .access_count = node["access_count"].integer(),
          .max_access_count = node["max_access_count"].integer(),
          .expires_at = time_of(node["expires_at"]),
          .created_at = time_of(node["created_at"])};
}

}  // namespace

std::optional<std::vector<Vault>> read_vaults(const Node& body) {
  return read_list(body, "vaults", vault_from);
}

std::optional<std::vector<SecretEntry>> read_secrets(const Node& body) {
  return read_list(body, "secrets", secret_from);
}

std::optional<std::vector<IpRule>> read_ip_rules(const Node& body) {
  return read_list(body, "rules", ip_rule_from);
}

std::optional<std::vector<Share>> read_shares(const Node& body) {
  return read_list(body, "shares", share_from);
}

std::optional<AgentRecord> read_agent(const Node& body) {
  const Node node = record_in(body, "agent", {"id", "agent_id", "is_active"});
  if (!node.exists()) {
    return std::nullopt;
  }
  return AgentRecord{
      .id = text_of(node, {"id", "agent_id"}),
      .name = text_of(node["name"]),
      .org = text_of(node, {"org_id", "org"}),
      .active = flag_of(node, {"is_active", "active"}),
      .intents_enabled = flag_of(node, {"intents_api_enabled", "crypto_proxy_enabled"}),
      .shroud_enabled = flag_of(node["shroud_enabled"]),
      .execution_require_tee = flag_of(node["execution_require_tee"]),
      .scopes = texts_of(node["scopes"]),
      .vault_ids = texts_of(node["vault_ids"]),
      .expires_at = time_of(node["expires_at"]),
      .key_expires_at = time_of(node["api_key_expires_at"]),
      .environment = text_of(node["environment"]),
      .auth_method = text_of(node["auth_method"])};
}

std::optional<UserRecord> read_user(const Node& body) {
  const Node node = record_in(body, "user", {"id", "user_id", "email"});
  if (!node.exists()) {
    return std::nullopt;
  }
  return UserRecord{.id = text_of(node, {"id", "user_id"}),
                    .email = text_of(node["email"]),
                    .role = text_of(node["role"])};
}

std::optional<Vault> read_vault(const Node& body) {
  const Node node = record_in(body, "vault", {"id", "vault_id", "name"});
  return node.exists() ? std::optional<Vault>{vault_from(node)} : std::nullopt;
}

bool is_uuid(std::string_view text) {
  constexpr std::size_t length = 36;
  if (text.size() != length) {
    return false;
  }
  for (std::size_t i = 0; i < length; ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = text[i];
    const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (dash ? c != '-' : !digit) {
      return false;
    }
  }
  return true;
}

}  // namespace doctor::api
