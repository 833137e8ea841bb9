#include <algorithm>
#include <array>

#include "core/text.h"
#include "probes/choice.h"
#include "probes/common.h"
#include "probes/facts/access.h"
#include "probes/facts/auth.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 3> needs{"vaults", "token", "vault-id"};
constexpr std::array<const FactSpec*, 10> facts{&fact::vault_wanted,
                                                &fact::vault_id,
                                                &fact::vault_name,
                                                &fact::vault_chosen_by,
                                                &fact::vault_listed,
                                                &fact::vault_matches,
                                                &fact::vault_meant,
                                                &fact::vault_bound,
                                                &fact::vault_mine,
                                                &fact::vault_secret_wanted};

Question ask(const Known& known) {
  const net::Answer* answer = known.answer("vaults");
  if (answer == nullptr) {
    return Skip{.blocked_by = "vaults", .reason = "the vaults could not be listed"};
  }
  return Local{};
}

void learn_wanted(const std::string& wanted, const std::vector<api::Vault>& vaults, Facts& out) {
  const auto matches = std::ranges::count(vaults, wanted, &api::Vault::name);
  out.set(fact::vault_listed,
          matches > 0 || std::ranges::count(vaults, wanted, &api::Vault::id) > 0);
  out.set(fact::vault_matches, matches);
  TextList candidates;
  for (const api::Vault& vault : vaults) {
    candidates.push_back(vault.id);
    if (!api::is_uuid(wanted)) {
      candidates.push_back(vault.name);
    }
  }
  const auto other_case = std::ranges::find_if(
      candidates, [&](const std::string& name) { return equal_ignoring_case(name, wanted); });
  const auto meant = other_case != candidates.end()
                         ? std::optional{*other_case}
                         : nearest(wanted, candidates, wanted.size() < 5 ? 1 : 2);
  if (meant && *meant != wanted) {
    out.set(fact::vault_meant, shown(*meant, 80));
  }
}

void learn(const Known& known, const net::Answer&, Facts& out) {
  const auto vaults = listed_vaults(known);
  const VaultChoice choice = choose_vault(known);
  if (!known.target().wish.secret_path.empty()) {
    out.set(fact::vault_secret_wanted, true);
  }
  if (known.target().vault && vault_is_shown(known)) {
    const std::string wanted = known.target().vault->value;
    out.set(fact::vault_wanted, shown(wanted, 80));
    if (vaults) {
      learn_wanted(wanted, *vaults, out);
    }
  }
  if (choice.id.empty()) {
    return;
  }
  out.set(fact::vault_id, shown(choice.id, 64));
  out.set(fact::vault_chosen_by, choice.chosen_by);
  const TextList* bound = known.facts().find(fact::token_vaults);
  if (bound != nullptr && known.facts().get(fact::token_subject) == "agent") {
    out.set(fact::vault_bound, std::ranges::find(*bound, choice.id) != bound->end());
  }
  if (!vaults) {
    return;
  }
  const auto record = std::ranges::find(*vaults, choice.id, &api::Vault::id);
  if (record != vaults->end()) {
    out.set(fact::vault_name, shown(record->name, 80));
    const std::string me = known.facts().get(fact::token_subject_id);
    if (!record->created_by.empty() && !me.empty()) {
      out.set(fact::vault_mine, record->created_by == me || record->created_by.ends_with(":" + me));
    }
  }
}

}  // namespace

extern constinit const Probe probe_vault{.id = "vault",
                                         .layer = "access",
                                         .about = "Which vault is meant, and is it in reach?",
                                         .needs = needs,
                                         .facts = facts,
                                         .ask = ask,
                                         .learn = learn};

}  // namespace doctor::probes
