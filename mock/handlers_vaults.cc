#include <algorithm>

#include <fmt/format.h>

#include "mock/handlers.h"
#include "mock/text.h"

namespace doctor::mock {
namespace {

JsonText vault_record(const Vault& vault) {
  return object({{"id", vault.id},
                 {"name", vault.name},
                 {"description", maybe(vault.description)},
                 {"created_by", vault.created_by},
                 {"created_by_type", vault.created_by_type},
                 {"created_at", vault.created_at},
                 {"cmek_enabled", vault.cmek}});
}

bool listed(const Call& call, const Vault& vault) {
  return vault.org_id == call.who.org && !vault.name.starts_with("__") &&
         vault_refusal(call.state, call.who, vault).empty();
}

int secrets_in(const World& world) {
  int count = 0;
  for (const auto& [name, vault] : world.vaults) {
    count += static_cast<int>(vault.secrets.size());
  }
  return count;
}

}  // namespace

int meter_used(const World& world, const std::string& name) {
  const auto meter = world.org.meters.find(name);
  if (meter != world.org.meters.end() && meter->second.used) {
    return *meter->second.used;
  }
  if (name == "requests") {
    return world.org.requests_used;
  }
  if (name == "secrets") {
    return secrets_in(world);
  }
  const std::size_t count = name == "vaults"         ? world.vaults.size()
                            : name == "agents"       ? world.agents.size()
                            : name == "team_members" ? world.users.size()
                            : name == "shares"       ? world.shares.size()
                                                     : 0;
  return static_cast<int>(count);
}

int meter_limit(const World& world, const std::string& name) {
  const auto meter = world.org.meters.find(name);
  return name == "requests"                ? world.org.requests_limit
         : meter == world.org.meters.end() ? 0
                                           : meter->second.limit;
}

std::string resource_limit_detail(const World& world, const std::string& kind) {
  std::string singular = kind.substr(0, kind.size() - 1);
  singular.front() = static_cast<char>(singular.front() - 'a' + 'A');
  return fmt::format("{} limit reached ({}/{} on {} tier). Upgrade your plan for more.",
                     singular,
                     meter_used(world, kind),
                     meter_limit(world, kind),
                     world.org.tier);
}

std::optional<Answer> resource_limit(const Call& call, const std::string& meter) {
  const World& world = call.state.world;
  const int limit = meter_limit(world, meter);
  if (limit == 0 || meter_used(world, meter) < limit) {
    return std::nullopt;
  }
  return call.refuse("resource_limit",
                     {.detail = resource_limit_detail(world, meter), .members = {}});
}

Vault* find_vault(State& state, const std::string& id) {
  auto& vaults = state.world.vaults;
  const auto found =
      std::ranges::find_if(vaults, [&id](const auto& entry) { return entry.second.id == id; });
  return found == vaults.end() ? nullptr : &found->second;
}

VaultLookup open_vault(Call& call) {
  Vault* vault = find_vault(call.state, call.params.at("vault"));
  if (vault == nullptr) {
    return {.refusal = call.refuse("vault_not_found")};
  }
  if (vault->org_id != call.who.org) {
    return {.refusal = call.refuse("vault_other_org")};
  }
  if (const std::string_view refused = vault_refusal(call.state, call.who, *vault);
      !refused.empty()) {
    return {.refusal = call.refuse(refused)};
  }
  return {.vault = vault, .refusal = {}};
}

Answer get_vaults(Call& call) {
  std::vector<JsonText> records;
  for (const auto& [name, vault] : call.state.world.vaults) {
    if (listed(call, vault)) {
      records.push_back(vault_record(vault));
    }
  }
  return json_answer(200, object({{"vaults", array(records)}}));
}

Answer post_vault(Call& call) {
  const std::string name = Body(call.request.body).text("name");
  if (name.empty() || name.size() > 255) {
    return call.refuse("name_invalid");
  }
  World& world = call.state.world;
  if (std::ranges::any_of(world.vaults, [&name](auto& v) { return v.second.name == name; })) {
    return call.refuse("vault_exists");
  }
  if (auto full = resource_limit(call, "vaults")) {
    return *full;
  }
  if (world.org.approve_vault_creation) {
    return json_answer(202,
                       object({{"error", "approval_required"},
                               {"approval_id", call.state.new_id()},
                               {"status", "pending"}}));
  }
  const Vault vault{.id = call.state.new_id(),
                    .name = name,
                    .description = Body(call.request.body).text("description"),
                    .org_id = call.who.org,
                    .created_by = call.who.id,
                    .created_by_type = call.who.type(),
                    .created_at = call.state.now()};
  world.vaults[vault.id] = vault;
  return json_answer(201, vault_record(vault));
}

Answer get_vault(Call& call) {
  const VaultLookup found = open_vault(call);
  return found.vault != nullptr ? json_answer(200, vault_record(*found.vault)) : found.refusal;
}

Answer delete_vault(Call& call) {
  const VaultLookup found = open_vault(call);
  if (found.vault == nullptr) {
    return found.refusal;
  }
  if (found.vault->created_by != call.who.id) {
    return call.refuse("no_policy");
  }
  const std::string id = found.vault->id;
  std::erase_if(call.state.world.vaults,
                [&id](const auto& entry) { return entry.second.id == id; });
  return no_content();
}

Answer get_environments(Call& call) {
  const VaultLookup found = open_vault(call);
  return found.vault != nullptr ? json_answer(200, object({{"environments", array({})}}))
                                : found.refusal;
}

}  // namespace doctor::mock
