#pragma once
// 1Claw access tokens, read without verifying. Signature checking lives in net/, which owns the
// token; here are only header and claims, which are no credential without the signature.
// Source: authentication pages, OpenAPI agent-token, changelog 2026. EdDSA; federated RS256.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace doctor::api {

/// Whose token it is.
enum class Subject : std::uint8_t { user, agent, platform, unknown };
/// The enumerator's name, as facts have it.
std::string_view word_of(Subject subject);

/// Header and claims of one token. What is missing, or of another type, stays empty.
struct Claims {
  std::string algorithm;               ///< header `alg`
  std::string key_id;                  ///< header `kid`, empty when absent
  std::string type;                    ///< header `typ`
  Subject subject = Subject::unknown;  ///< `sub` prefix user:, agent:, platform:
  std::string subject_id;              ///< `sub` after the prefix
  std::string org;
  std::string issuer;
  std::optional<TimePoint> issued_at;
  std::optional<TimePoint> not_before;
  std::optional<TimePoint> expires_at;
  std::optional<std::vector<std::string>> scopes;     ///< absent differs from empty (= zero access)
  std::optional<std::vector<std::string>> vault_ids;  ///< absent differs from empty
  std::optional<bool> intents_enabled;                ///< stamped when minted
  std::optional<bool> execution_enabled;
  std::optional<bool> intents_require_tee;
  std::optional<bool> execution_require_tee;
  std::optional<bool> shroud_enabled;
  std::string environment;
  std::string runtime_id;       ///< non-empty: X-1Claw-Runtime-Id must match
  std::string dpop_thumbprint;  ///< `cnf.jkt`; non-empty: every request needs a DPoP proof
};

/// nullopt when it is not three base64url segments around JSON objects.
std::optional<Claims> read_jwt(std::string_view token);
std::optional<std::string> decode_base64url(std::string_view text);
std::string encode_base64url(std::string_view bytes);

}  // namespace doctor::api
