#pragma once
// Who there is in the organisation: people, agents, their keys, their tokens and what they wait
// for.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mock/clock.h"

namespace doctor::mock {

/// A personal (`1ck_`) or platform (`plt_`) key.
struct ApiKey {
  std::string id = {};
  std::string name = {};
  std::string key = {};
  bool active = true;
  std::optional<Time> expires_at = {};
};

struct Person {
  std::string id = {};
  std::string name = {};
  std::string email = {};
  std::string password = {};
  std::string role = {};
  std::vector<ApiKey> keys = {};
  bool active = true;
  bool mfa = false;
  bool locked = false;  ///< ten failed logins: 429
  bool require_passkey_for_vaults = false;
  int passkey_count = 0;
  int token_ttl_seconds = 900;
  std::string risk = {};  ///< low, medium, high, critical; the last two are denied tokens
  std::optional<Time> revoked_before = {};
};

/// A spending guardrail that refuses the agent's next transaction.
struct Guardrail {
  std::string reason_code = {};
  std::string limit = {};
  std::string current = {};
  std::string attempted = {};
};

struct Agent {
  std::string id = {};
  std::string name = {};
  std::string org_id = {};
  std::string description = {};
  std::string created_by = {};
  std::string key = {};
  std::vector<std::string> old_keys = {};  ///< rotated away: refused like unknown ones
  std::vector<std::string> scopes = {};    ///< fixed scopes; empty: derived from policies
  std::vector<std::string> vault_ids = {};
  bool active = true;
  bool needs_agent_id = false;  ///< made before lookup by key prefix
  bool intents_api_enabled = false;
  bool execution_intents_enabled = false;
  bool intents_require_tee = false;
  bool execution_require_tee = false;
  bool shroud_enabled = false;
  bool memory_enabled = false;
  bool dpop = false;
  bool omit_expires_in = false;
  int token_ttl_seconds = 3600;
  std::string environment = {};
  std::string runtime_id = {};
  std::string risk = {};
  std::optional<Guardrail> guardrail = {};
  std::optional<Time> expires_at = {};
  std::optional<Time> api_key_expires_at = {};
  std::optional<Time> revoked_before = {};  ///< a policy was written then
};

struct Device {
  std::string device_code = {};
  std::string status = {};  ///< pending, approved, denied, expired
  std::string email = {};
};

struct Approval {
  std::string agent_id = {};
  std::string action = {};
  std::string target_id = {};
  std::string status = {};
  std::string reason = {};
};

/// `{{token:NAME}}` in a scenario's user section.
struct TokenSpec {
  std::string subject = {};    ///< `agent:NAME` or `user:NAME`
  std::string signature = {};  ///< good, bad, other_key, none
  std::string claims = {};     ///< JSON object laid over the usual claims
  int issued_offset = 0;       ///< seconds from now
  int ttl = 3600;
  bool revoked = false;
};

}  // namespace doctor::mock
