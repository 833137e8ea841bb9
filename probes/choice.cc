#include "probes/choice.h"

#include <algorithm>

#include "probes/common.h"
#include "probes/facts/access.h"
#include "setup/facts.h"

namespace doctor::probes {

std::optional<api::Claims> my_claims(const Known& known) {
  const net::Answer* exchange = known.answer("exchange");
  return exchange != nullptr && exchange->token ? exchange->token
                                                : known.target().credential.claims;
}

std::optional<std::vector<api::Vault>> listed_vaults(const Known& known) {
  const net::Answer* answer = known.answer("vaults");
  const auto body = answer == nullptr ? std::nullopt : success_body(*answer);
  return body ? api::read_vaults(body->root()) : std::nullopt;
}

bool vault_is_shown(const Known& known) {
  return !known.setup_facts().get(setup::fact::vault_id_looks_like_key);
}

namespace {

VaultChoice configured(const std::string& wanted, const Known& known) {
  if (api::is_uuid(wanted)) {
    return {.id = wanted, .chosen_by = "id"};
  }
  const auto vaults = listed_vaults(known);
  if (!vaults) {
    return {.id = {}, .chosen_by = {}, .wait_for_list = true};
  }
  if (std::ranges::count(*vaults, wanted, &api::Vault::id) > 0) {
    return {.id = wanted, .chosen_by = "id"};
  }
  if (std::ranges::count(*vaults, wanted, &api::Vault::name) == 1) {
    return {.id = std::ranges::find(*vaults, wanted, &api::Vault::name)->id, .chosen_by = "name"};
  }
  return {};
}

}  // namespace

VaultChoice choose_vault(const Known& known) {
  const auto& setting = known.target().vault;
  if (setting && !setting->value.empty()) {
    return vault_is_shown(known) ? configured(setting->value, known) : VaultChoice{};
  }
  const auto claims = my_claims(known);
  if (claims && claims->vault_ids && claims->vault_ids->size() == 1) {
    return {.id = claims->vault_ids->front(), .chosen_by = "token"};
  }
  const auto vaults = listed_vaults(known);
  if (!vaults) {
    return {.id = {}, .chosen_by = {}, .wait_for_list = true};
  }
  const auto named_default = std::ranges::find(*vaults, "default", &api::Vault::name);
  if (named_default != vaults->end()) {
    return {.id = named_default->id, .chosen_by = "default"};
  }
  if (vaults->size() == 1) {
    return {.id = vaults->front().id, .chosen_by = "only"};
  }
  return {};
}

Question in_chosen_vault(const Known& known, std::string_view endpoint) {
  if (auto skip = no_token(known)) {
    return *skip;
  }
  const VaultChoice choice = choose_vault(known);
  if (choice.id.empty()) {
    if (choice.wait_for_list && !known.finished("vaults")) {
      return Later{.after = "vaults"};
    }
    return Skip{.blocked_by = "vault", .reason = "it is not known which vault is meant"};
  }
  return authenticated(known, endpoint, {{"vault", choice.id}});
}

Question for_users(const Known& known, std::string_view endpoint) {
  if (auto skip = no_token(known)) {
    return *skip;
  }
  const auto claims = my_claims(known);
  const bool user = claims && claims->subject != api::Subject::unknown
                        ? claims->subject == api::Subject::user
                        : principal_kind(known) == "user";
  if (!user) {
    return Skip{.blocked_by = "credential",
                .reason = "only a human user's credential may ask this"};
  }
  return authenticated(known, endpoint);
}

}  // namespace doctor::probes
