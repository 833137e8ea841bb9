#include "mock/handlers.h"

namespace doctor::mock {
namespace {

std::optional<JsonText> conditions_record(const std::optional<Conditions>& conditions) {
  if (!conditions) {
    return std::nullopt;
  }
  std::optional<JsonText> window;
  if (conditions->start_hour && conditions->end_hour) {
    window = object({{"start_hour", *conditions->start_hour},
                     {"end_hour", *conditions->end_hour},
                     {"timezone", "UTC"}});
  }
  const auto list = [](const std::vector<std::string>& texts) {
    return texts.empty() ? std::nullopt : std::optional<JsonText>(texts);
  };
  return object({{"ip_allowlist", list(conditions->ip_allowlist)},
                 {"environment_in", list(conditions->environment_in)},
                 {"time_window", window}});
}

JsonText policy_record(const Vault& vault, const Policy& policy, const std::string& shapes) {
  const bool august = shapes == "august";
  std::optional<JsonText> effect;
  std::optional<JsonText> priority;
  if (august) {
    effect = policy.effect;
    priority = policy.priority;
  }
  return object({{"id", policy.id},
                 {"vault_id", vault.id},
                 {"secret_path_pattern", policy.pattern},
                 {"principal_type", policy.principal_type},
                 {"principal_id", policy.principal_id},
                 {"permissions", policy.permissions},
                 {"conditions", conditions_record(policy.conditions)},
                 {"expires_at", maybe(policy.expires_at)},
                 {"created_by", policy.created_by},
                 {"created_at", policy.created_at},
                 {"effect", effect},
                 {"priority", priority}});
}

/// Policies are the owner's and, for reading, any human's of the organisation.
VaultLookup open_policies(Call& call, bool writing) {
  VaultLookup found = open_vault(call);
  if (found.vault == nullptr || found.vault->created_by == call.who.id) {
    return found;
  }
  if (call.who.kind == Kind::agent || writing) {
    return {.refusal = call.refuse("no_policy")};
  }
  return found;
}

void apply(const Body& body, Policy& policy) {
  policy.permissions = body.texts("permissions").value_or(policy.permissions);
  policy.effect = body.has("effect") ? body.text("effect") : policy.effect;
  policy.priority = body.number("priority").value_or(policy.priority);
  if (body.has("expires_at")) {
    policy.expires_at = parse_rfc3339(body.text("expires_at"));
  }
  if (body.has("conditions")) {
    const Body asked = body.object("conditions");
    const Body window = asked.object("time_window");
    policy.conditions = Conditions{
        .ip_allowlist = asked.texts("ip_allowlist").value_or(std::vector<std::string>{}),
        .environment_in = asked.texts("environment_in").value_or(std::vector<std::string>{}),
        .start_hour = window.number("start_hour"),
        .end_hour = window.number("end_hour")};
  }
}

void revoke_holder(State& state, const Policy& policy) {
  if (policy.principal_type == "agent") {
    state.revoke_tokens_of("agent:" + policy.principal_id);
  }
}

}  // namespace

Answer get_policies(Call& call) {
  const VaultLookup found = open_policies(call, false);
  if (found.vault == nullptr) {
    return found.refusal;
  }
  std::vector<JsonText> records;
  for (const auto& [name, policy] : found.vault->policies) {
    records.push_back(policy_record(*found.vault, policy, call.state.world.api.shapes));
  }
  return json_answer(200, object({{"policies", array(records)}}));
}

Answer post_policy(Call& call) {
  const VaultLookup found = open_policies(call, true);
  if (found.vault == nullptr) {
    return found.refusal;
  }
  const Body body(call.request.body);
  if (!body.has("secret_path_pattern") || !body.has("principal_id")) {
    return call.refuse("field_missing");
  }
  Policy policy{.id = call.state.new_id(),
                .pattern = body.text("secret_path_pattern"),
                .principal_type = body.text("principal_type"),
                .principal_id = body.text("principal_id"),
                .effect = "allow",
                .created_by = call.who.id,
                .permissions = {},
                .conditions = {},
                .expires_at = {},
                .created_at = call.state.now()};
  apply(body, policy);
  if (policy.permissions.empty()) {
    return call.refuse("permissions_empty");
  }
  revoke_holder(call.state, policy);
  found.vault->policies[policy.id] = policy;
  return json_answer(201, policy_record(*found.vault, policy, call.state.world.api.shapes));
}

Answer put_policy(Call& call) {
  const VaultLookup found = open_policies(call, true);
  if (found.vault == nullptr) {
    return found.refusal;
  }
  for (auto& [name, policy] : found.vault->policies) {
    if (policy.id == call.params.at("policy")) {
      apply(Body(call.request.body), policy);
      revoke_holder(call.state, policy);
      return json_answer(200, policy_record(*found.vault, policy, call.state.world.api.shapes));
    }
  }
  return call.refuse("resource_not_found");
}

Answer delete_policy(Call& call) {
  const VaultLookup found = open_policies(call, true);
  if (found.vault == nullptr) {
    return found.refusal;
  }
  for (auto it = found.vault->policies.begin(); it != found.vault->policies.end(); ++it) {
    if (it->second.id == call.params.at("policy")) {
      revoke_holder(call.state, it->second);
      found.vault->policies.erase(it);
      return no_content();
    }
  }
  return call.refuse("resource_not_found");
}

}  // namespace doctor::mock
