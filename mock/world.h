#pragma once
// The organisation being played, as plain data: everything a scenario may change. Each member is a
// knob of the world file; docs/scenarios.md says what each does. Ids are resolved: where the file
// says `"prod"`, the data say the vault's UUID.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mock/clock.h"
#include "mock/network.h"

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

struct Conditions {
  std::vector<std::string> ip_allowlist = {};
  std::vector<std::string> environment_in = {};
  std::optional<int> start_hour = {};  ///< UTC, with end_hour
  std::optional<int> end_hour = {};
};

struct Policy {
  std::string id = {};
  std::string pattern = {};
  std::string principal_type = {};
  std::string principal_id = {};
  std::string effect = {};
  std::string created_by = {};
  int priority = 0;
  std::vector<std::string> permissions = {};
  std::optional<Conditions> conditions = {};
  std::optional<Time> expires_at = {};
  Time created_at = {};
};

struct Secret {
  std::string id = {};
  std::string type = {};
  std::string value = {};
  int version = 1;
  bool disabled = false;
  bool deleted = false;
  bool approval_required = false;
  bool honeytoken = false;
  int access_count = 0;
  int max_access_count = 0;  ///< 0: unlimited
  std::map<std::string, std::string> metadata = {};
  std::optional<Time> expires_at = {};
  Time created_at = {};
};

struct Vault {
  std::string id = {};
  std::string name = {};
  std::string description = {};
  std::string org_id = {};
  std::string created_by = {};  ///< id; the owner needs no policy
  std::string created_by_type = {};
  bool cmek = false;
  std::map<std::string, Secret> secrets = {};  ///< by path
  std::map<std::string, Policy> policies = {};
  Time created_at = {};
};

struct IpRule {
  std::string id = {};
  std::string type = {};  ///< allow, deny, block
  std::string cidr = {};
  std::string label = {};
  std::string applies_to = {};
};

struct Share {
  std::string id = {};
  std::string secret_path = {};
  std::string secret_id = {};
  std::string recipient_type = {};
  std::string recipient_id = {};
  std::string recipient_email = {};
  std::string created_by = {};
  int access_count = 0;
  int max_access_count = 0;
  bool accepted = false;
  bool revoked = false;
  std::optional<Time> expires_at = {};
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

struct Meter {
  std::optional<int> used = {};  ///< absent: what the world holds
  int limit = 0;
};

struct Organisation {
  std::string id = {};
  std::string name = {};
  std::string tier = "pro";
  std::string overage_method = "credits";
  std::string subscription_status = "active";
  std::string policy_backend = "builtin";
  std::string policy_mode = "shadow";
  std::string policy_breaker = "fail_closed";
  int credits_cents = 0;
  int requests_used = 0;
  int requests_limit = 0;
  bool quota_headers = true;
  bool quota_exempt = false;
  bool ip_filter_fails = false;
  bool dpop_required = false;
  bool approve_vault_creation = false;
  std::map<std::string, Meter> meters = {};
};

struct Behaviour {
  std::string shapes = "august";                  ///< august or march
  std::string version = {};                       ///< of the server, as /v1/health tells it
  std::string envelope = "problem";               ///< shape of every error body
  std::string problem_type = "application/json";  ///< content type of JSON errors
  std::string health = "healthy";
  std::string hsm = "ok";
  std::string issuer = "https://api.1claw.xyz";
  std::string client_ip = "203.0.113.7";            ///< where the server believes the caller to be
  std::map<std::string, std::string> wording = {};  ///< cause → detail
  std::map<std::string, int> status = {};           ///< cause → status
  std::string global_limit = "ok";                  ///< ok or exceeded
  std::string auth_limit = "ok";
  std::string share_limit = "ok";
  int limit_after = 0;  ///< requests let through before `exceeded` begins
  std::optional<int> retry_after = {};
};

struct HostedMcp {
  std::string style = "new";    ///< old (0.6.0) or new (0.62)
  std::string answers = "sse";  ///< sse or json
  bool rate_limited = false;
  std::vector<std::string> tools = {};
};

struct World {
  Behaviour api = {};
  std::chrono::seconds clock_offset{0};
  Organisation org = {};
  std::map<std::string, Person> users = {};
  std::map<std::string, Agent> agents = {};
  std::map<std::string, Vault> vaults = {};
  std::vector<ApiKey> platform_keys = {};
  std::vector<IpRule> ip_rules = {};
  std::map<std::string, Share> shares = {};
  std::map<std::string, Device> devices = {};  ///< by user code
  std::map<std::string, Approval> approvals = {};
  std::map<std::string, TokenSpec> tokens = {};
  HostedMcp mcp = {};
  Network network = {};
};

/// Reads the world file's format. Throws ScenarioError that names the place, which begins with
/// `place` (file and JSON pointer of the world).
World load_world(const std::string& json, const std::string& place);

}  // namespace doctor::mock
