#pragma once
// Which vault is meant, and who asks: what several probes of the layer access need to know before
// they can ask anything.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/jwt.h"
#include "api/records.h"
#include "probes/probe.h"

namespace doctor::probes {

/// Claims of the run's token, exchanged or configured.
std::optional<api::Claims> my_claims(const Known& known);

/// The vaults of the list, when it could be read.
std::optional<std::vector<api::Vault>> listed_vaults(const Known& known);

struct VaultChoice {
  std::string id;              ///< empty: not known (yet)
  std::string chosen_by;       ///< id, name, token, default, only
  bool wait_for_list = false;  ///< the list of vaults would decide it
};
/// As the clients choose: the configured id or name; else the token's single binding; else the
/// vault named `default`; else the only one listed. Source: MCP server ≥ 0.59 (changelog v0.59.2).
VaultChoice choose_vault(const Known& known);
/// False when the configured vault looks like a key: then it is never shown, nor sent.
bool vault_is_shown(const Known& known);

/// A Bearer question about the chosen vault; Later or Skip when it is not known.
Question in_chosen_vault(const Known& known, std::string_view endpoint);
/// A Bearer question that only human users may ask.
Question for_users(const Known& known, std::string_view endpoint);

}  // namespace doctor::probes
