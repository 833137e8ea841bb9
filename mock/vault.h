#pragma once
// What is guarded, and by what: vaults, secrets, policies, IP rules, shares.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mock/clock.h"

namespace doctor::mock {

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

}  // namespace doctor::mock
