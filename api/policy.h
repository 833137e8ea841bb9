#pragma once
// The server's access decision, evaluated locally and in the server's order: vault binding → token
// scopes → policies (principal, effect, path, permission, expiry, conditions) → owner → secret type
// → passkey. Source: securing-access page, policy reference; order from the security audit
// document.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace doctor::api {

/// `*` is exactly one segment, `**` zero or more; inside a segment `*` matches any run of
/// characters [inferred]. Case-sensitive; a leading slash on either side never matches one without.
bool glob_matches(std::string_view pattern, std::string_view path);
/// False for permission words such as `vaults:read` or `vault.read` where a path glob belongs.
bool looks_like_glob(std::string_view scope);
/// The server's write rule: ^[a-zA-Z0-9][a-zA-Z0-9_\-/]*[a-zA-Z0-9]$ or one character.
bool valid_secret_path(std::string_view path);

/// Hours are [start, end), past midnight when start > end. Days as cron counts them: 0 and 7 are
/// Sunday.
struct TimeWindow {
  std::optional<int> start_hour;
  std::optional<int> end_hour;
  std::vector<int> days_of_week;
  std::string timezone;
  std::string cron;
};

/// One policy, as the API lists it.
struct Policy {
  std::string id;
  std::string vault_id;
  std::string path_pattern;
  std::string principal_type;  ///< user, agent
  std::string principal_id;
  std::vector<std::string> permissions;
  bool deny = false;  ///< effect
  std::int64_t priority = 0;
  std::optional<TimePoint> expires_at;
  std::vector<std::string> ip_allowlist;
  std::optional<TimeWindow> time_window;
  std::vector<std::string> environments;
  bool other_conditions = false;  ///< conditions this program cannot evaluate
};

/// The request to judge. Lists that are unknown (not readable) are nullopt; the answer then says
/// so.
struct AccessQuestion {
  std::string principal_type;  ///< agent or user
  std::string principal_id;
  std::string vault_id;
  std::string path;
  std::string permission;                                ///< read, write
  TimePoint now;                                         ///< server time
  std::optional<std::vector<std::string>> bound_vaults;  ///< token vault_ids; users: nullopt
  std::optional<std::vector<std::string>> scopes;        ///< token scopes; users: nullopt
  std::optional<std::vector<Policy>> policies;           ///< of that vault
  std::string vault_owner;                               ///< created_by; empty when unknown
  std::string secret_type;                               ///< empty when unknown
  std::optional<std::string> source_ip;
  std::string environment;
  std::optional<bool> intents_enabled;
  std::optional<bool> execution_require_tee;
  std::optional<bool> passkey_required;
};

/// What is decided on the way, in the server's order.
enum class Stage : std::uint8_t {
  none,  ///< nothing stops it, as far as is known
  binding,
  scope,
  principal,
  path,
  permission,
  effect,
  expiry,
  condition,
  secret_type,
  passkey,
};
/// The enumerator's name, as facts have it.
std::string_view word_of(Stage stage);

/// The decision, and what it rests on.
struct AccessAnswer {
  /// Unknown: something that decides could not be read.
  enum class Verdict : std::uint8_t { allowed, denied, unknown } verdict = Verdict::unknown;
  /// denied: what stops it; among policies, what the principal's nearest one lacks first, or
  /// `principal` when it has none. unknown: the first stage that could not be judged.
  Stage stopped_at = Stage::none;
  std::string reason;     ///< one sentence, without the final stop
  std::string policy_id;  ///< the policy that decided, if one did
  std::string
      nearest_miss;       ///< the policy that came closest, anyone's, and what it lacks; or empty
  std::string condition;  ///< condition: ip, time, environment, other
  /// What could not be read and might change the answer. `allowed` is said only when it is empty.
  std::vector<std::string> unknowns;
};
std::string_view word_of(AccessAnswer::Verdict verdict);

/// Would the server allow it? Pure; says `unknown` where the question leaves something open.
AccessAnswer evaluate(const AccessQuestion& question);

}  // namespace doctor::api
