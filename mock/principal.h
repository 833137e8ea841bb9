#pragma once
// Who asks, and what they may do.

#include <optional>
#include <string>
#include <string_view>

#include "mock/message.h"
#include "mock/state.h"

namespace doctor::mock {

enum class Kind { nobody, user, agent, platform };

struct Principal {
  Kind kind = Kind::nobody;
  std::string id = {};
  std::string org = {};  ///< id of the organisation asked on behalf of
  const Agent* agent = nullptr;
  const Person* user = nullptr;
  Claims claims = {};  ///< of an agent's token

  std::string type() const { return kind == Kind::agent ? "agent" : "user"; }
  std::string subject() const { return type() + ":" + id; }
};

struct Authentication {
  Principal who = {};
  std::string_view refused = {};  ///< name of the cause; empty: authenticated
};

/// Reads the Authorization header and what goes with it.
Authentication authenticate(const State& state, const Request& request);
/// The bearer's value; empty without one.
std::string bearer_of(const Request& request);

/// The cause for which the organisation's IP rules refuse; empty: let through. When both kinds of
/// rule exist, a matching deny wins; with allow rules, only listed networks come in.
std::string_view ip_refusal(const World& world);

/// The cause for which `who` may not do `permission` on `path` of `vault`; empty: allowed. In the
/// server's order: binding, scope, policy with its conditions, ownership instead of policy.
std::string_view secret_refusal(const State& state,
                                const Principal& who,
                                const Vault& vault,
                                const std::string& path,
                                std::string_view permission);
/// Whether the principal may look at the vault at all.
std::string_view vault_refusal(const State& state, const Principal& who, const Vault& vault);

}  // namespace doctor::mock
