#pragma once
// The organisation's tokens: EdDSA JWTs and the key that signs them. The key comes from a fixed
// seed, so that a scenario can hold a token before its server runs; it protects nothing.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mock/openssl_handles.h"
#include "mock/world.h"

namespace doctor::mock {

class Signer {
 public:
  explicit Signer(std::string_view seed = "the mock's signing key");
  std::string sign(std::string_view bytes) const;
  bool verify(std::string_view bytes, std::string_view signature) const;
  std::string public_key() const;  ///< 32 bytes

 private:
  KeyHandle key_ = {};
};

constexpr std::string_view key_id = "eddsa-v1";

/// What the server reads from a token.
struct Claims {
  std::string subject = {};
  std::string id = {};
  std::vector<std::string> scopes = {};
  std::vector<std::string> vault_ids = {};
  std::string environment = {};
  std::string runtime_id = {};
  bool intents_api_enabled = false;
  bool execution_require_tee = false;
  bool dpop = false;  ///< `cnf.jkt` is there
  Time issued = {};
  Time expires = {};
};

/// Scopes and vaults as they would be stamped now.
std::vector<std::string> scopes_of(const World& world, const Agent& agent);
std::vector<std::string> vault_ids_of(const World& world, const Agent& agent);

struct Validity {
  std::string id = {};  ///< `jti`
  Time issued = {};
  std::chrono::seconds ttl;
};

std::string mint(const Signer& signer,
                 const World& world,
                 const Agent& agent,
                 const Validity& validity);
std::string mint(const Signer& signer,
                 const World& world,
                 const Person& user,
                 const Validity& validity);
/// A token of the world's `tokens`; throws ScenarioError for a subject nobody is.
std::string mint(const Signer& signer, const World& world, const std::string& name, Time now);
/// nullopt unless this is a token we signed.
std::optional<Claims> read_token(const Signer& signer, const std::string& token);

}  // namespace doctor::mock
