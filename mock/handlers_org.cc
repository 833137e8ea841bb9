// The organisation's own settings: security, members, approvals, risk, audit.

#include <algorithm>

#include "mock/handlers.h"
#include "mock/text.h"

namespace doctor::mock {
namespace {

JsonText rule_record(const World& world, const IpRule& rule) {
  if (world.api.shapes == "march") {
    return object({{"id", rule.id},
                   {"rule_type", rule.type == "deny" ? "block" : rule.type},
                   {"cidr", rule.cidr},
                   {"description", maybe(rule.label)}});
  }
  return object({{"id", rule.id},
                 {"org_id", world.org.id},
                 {"rule_type", rule.type},
                 {"cidr", rule.cidr},
                 {"label", maybe(rule.label)},
                 {"applies_to", maybe(rule.applies_to)},
                 {"created_at", Time(std::chrono::seconds(1'772'600'000))}});
}

JsonText approval_record(const State& state, const std::string& name, const Approval& approval) {
  const World& world = state.world;
  const std::string decider = world.users.empty() ? world.org.id : world.users.begin()->second.id;
  return object({{"id", stable_uuid("approval:" + name)},
                 {"org_id", world.org.id},
                 {"user_id", decider},
                 {"agent_id", approval.agent_id},
                 {"action", approval.action},
                 {"target_type", "secret"},
                 {"target_id", approval.target_id},
                 {"risk_tier", 1},
                 {"status", approval.status},
                 {"summary", object({})},
                 {"reason", maybe(approval.reason)},
                 {"created_at", state.now() - std::chrono::minutes(5)}});
}

JsonText verdict_record(const State& state, const std::string& principal, const std::string& risk) {
  const std::size_t colon = principal.find(':');
  const bool denied = risk == "high" || risk == "critical";
  return object({{"principal_type", principal.substr(0, colon)},
                 {"principal_id", principal.substr(colon + 1)},
                 {"org_id", state.world.org.id},
                 {"score", denied ? 90 : 10},
                 {"severity", risk},
                 {"reasons", array({})},
                 {"computed_at", state.now() - std::chrono::minutes(1)},
                 {"expires_at", state.now() + std::chrono::minutes(14)}});
}

}  // namespace

Answer get_ip_rules(Call& call) {
  std::vector<JsonText> records;
  for (const IpRule& rule : call.state.world.ip_rules) {
    records.push_back(rule_record(call.state.world, rule));
  }
  return json_answer(200, object({{"rules", array(records)}}));
}

Answer get_members(Call& call) {
  std::vector<JsonText> records;
  for (const auto& [name, user] : call.state.world.users) {
    records.push_back(object({{"id", user.id},
                              {"email", user.email},
                              {"display_name", user.name},
                              {"role", user.role},
                              {"auth_method", "password"}}));
  }
  return json_answer(200, object({{"members", array(records)}}));
}

Answer get_agent_keys_vault(Call& call) {
  const auto& vaults = call.state.world.vaults;
  const auto found = std::ranges::find_if(
      vaults, [](const auto& entry) { return entry.second.name == "__agent-keys"; });
  return found == vaults.end() ? call.refuse("resource_not_found")
                               : json_answer(200, object({{"vault_id", found->second.id}}));
}

Answer get_policy_backend(Call& call) {
  const Organisation& org = call.state.world.org;
  return json_answer(200,
                     object({{"backend", org.policy_backend},
                             {"mode", org.policy_mode},
                             {"scope", std::vector<std::string>{"secrets"}},
                             {"breaker_behavior", org.policy_breaker},
                             {"policy_version", 1}}));
}

Answer get_onboarding(Call&) {
  return json_answer(200, object({{"completed", true}}));
}

Answer get_approvals(Call& call) {
  const auto asked = call.request.query.find("status");
  std::vector<JsonText> records;
  for (const auto& [name, approval] : call.state.world.approvals) {
    if (asked == call.request.query.end() || asked->second == approval.status) {
      records.push_back(approval_record(call.state, name, approval));
    }
  }
  return json_answer(200, object({{"approvals", array(records)}}));
}

Answer get_pending_approvals(Call&) {
  return json_answer(200, object({{"pending_approvals", array({})}, {"total", 0}}));
}

Answer post_approval_request(Call& call) {
  const Body body(call.request.body);
  const std::string name = call.state.new_id();
  const Approval& made = call.state.world.approvals[name] = {.agent_id = call.who.id,
                                                             .action = body.text("action"),
                                                             .target_id = body.text("target_id"),
                                                             .status = "pending",
                                                             .reason = body.text("reason")};
  return json_answer(202, approval_record(call.state, name, made));
}

Answer get_risk_verdicts(Call& call) {
  std::vector<JsonText> records;
  for (const auto& [name, agent] : call.state.world.agents) {
    if (agent.risk != "low") {
      records.push_back(verdict_record(call.state, "agent:" + agent.id, agent.risk));
    }
  }
  for (const auto& [name, user] : call.state.world.users) {
    if (user.risk != "low") {
      records.push_back(verdict_record(call.state, "user:" + user.id, user.risk));
    }
  }
  return json_answer(200, object({{"verdicts", array(records)}}));
}

Answer get_risk_events(Call&) {
  return json_answer(200, object({{"events", array({})}}));
}

Answer get_audit_events(Call&) {
  return json_answer(200, object({{"events", array({})}, {"count", 0}}));
}

Answer get_audit_verify(Call&) {
  const JsonText scheme =
      object({{"algorithm", "SHA-256"},
              {"chain_structure", "linear"},
              {"hash_field", "hash"},
              {"link_field", "previous_hash"},
              {"documentation", "https://docs.1claw.xyz/docs/reference/audit"}});
  return json_answer(200,
                     object({{"chain_valid", true},
                             {"events_verified", 0},
                             {"events_checked", 0},
                             {"scheme", scheme}}));
}

}  // namespace doctor::mock
