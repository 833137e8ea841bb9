#pragma once
// The organisation being played, as plain data: everything a scenario may change. Each member is a
// knob of the world file; docs/scenarios.md says what each does. Ids are resolved: where the file
// says `"prod"`, the data say the vault's UUID.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mock/dialect.h"
#include "mock/network.h"
#include "mock/people.h"
#include "mock/vault.h"

namespace doctor::mock {

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
  std::string global_limit = "ok";                  ///< ok, exceeded or enforced
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
  Dialect dialect = {};
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
