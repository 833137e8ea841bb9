// Vault and agent ids.

#include "tests/setup/case.h"

namespace doctor::setup {
namespace {

Case vault(std::string name, std::string value, std::vector<std::string> expected) {
  return {.name = std::move(name),
          .environment = {{"ONECLAW_API_KEY", user_key}, {"ONECLAW_VAULT_ID", std::move(value)}},
          .expected = std::move(expected)};
}

Case agent(std::string name, std::string value, std::vector<std::string> expected) {
  return {
      .name = std::move(name),
      .environment = {{"ONECLAW_AGENT_API_KEY", agent_key}, {"ONECLAW_AGENT_ID", std::move(value)}},
      .expected = std::move(expected)};
}

std::vector<Case> vault_form_cases() {
  return {
      vault("healthy_vault",
            uuid,
            {"vault_id.present=yes",
             "vault_id.is_uuid=yes",
             "vault_id.is_name=no",
             "vault_id.text=" + uuid,
             "vault_id.source=ONECLAW_VAULT_ID",
             "vault_id.variable=ONECLAW_VAULT_ID"}),
      vault("healthy_vault_name", "prod-secrets", {"vault_id.is_name=yes", "vault_id.is_uuid=no"}),
      vault("healthy_vault_called_dummy", "dummy", {"vault_id.is_name=yes"}),
      vault("key_in_the_vault_id",
            agent_key,
            {"vault_id.looks_like_key=yes", "vault_id.text=ocv_****", "vault_id.is_name=no"}),
      vault("key_inside_the_vault_id", "my " + agent_key, {"vault_id.looks_like_key=yes"}),
      vault("quoted_vault",
            "\"" + uuid + "\"",
            {"vault_id.quoted=yes", "vault_id.problems=quotes", "vault_id.is_uuid=no"}),
      vault("vault_with_line_break", uuid + "\n", {"vault_id.white_space=yes"}),
      vault("vault_placeholder",
            "your-vault-uuid-here",
            {"vault_id.placeholder=yes", "vault_id.is_name=no"}),
      vault("vault_unexpanded", "${ONECLAW_VAULT}", {"vault_id.unexpanded=yes"}),
      vault("vault_cut_short",
            uuid.substr(0, 35),
            {"vault_id.almost_uuid=yes", "vault_id.is_name=no"}),
  };
}

std::vector<Case> vault_need_cases() {
  const std::string linked = R"({"projectLinks":{"/home/user/project":{"vaultId":")" + other_uuid +
                             R"("}},"defaultVaultId":")" + uuid + R"("})";
  return {
      {.name = "token_without_vault",
       .environment = {{"ONECLAW_AGENT_TOKEN", jwt("agent:a1", 600)}},
       .expected = {"vault_id.required=yes", "vault_id.missing=yes"}},
      {.name = "healthy_key_without_vault",
       .environment = {{"ONECLAW_AGENT_API_KEY", agent_key}, {"ONECLAW_AGENT_ID", uuid}},
       .expected = {"vault_id.missing=no",
                    "vault_id.choice~the vault named default",
                    "vault_id.variable=ONECLAW_VAULT_ID"}},
      {.name = "variable_over_default_vault",
       .environment = {{"ONECLAW_API_KEY", user_key}, {"ONECLAW_VAULT_ID", other_uuid}},
       .files = {{"~/.config/1claw/config.json", R"({"defaultVaultId":")" + uuid + R"("})"}},
       .expected = {"vault_id.overrides=~/.config/1claw/config.json defaultVaultId: " + uuid}},
      {.name = "project_link_is_passed_over",
       .environment = {{"ONECLAW_API_KEY", user_key}},
       .files = {{"~/.config/1claw/config.json", linked}},
       .expected = {"vault_id.project_link=" + other_uuid, "vault_id.text=" + uuid}},
      {.name = "other_client_other_vault",
       .environment = {{"ONECLAW_API_KEY", user_key}, {"ONECLAW_VAULT_ID", uuid}},
       .files = {{"~/.cursor/mcp.json",
                  R"({"mcpServers":{"1claw":{"command":"npx","args":["@1claw/mcp"],"env":{
                     "ONECLAW_AGENT_API_KEY":")" +
                      agent_key + R"(","ONECLAW_VAULT_ID":")" + other_uuid + R"("}}}})"}},
       .expected = {"vault_id.others_differ~cursor (~/.cursor/mcp.json) uses " + other_uuid}},
      {.name = "vault_is_the_agent",
       .environment = {{"ONECLAW_AGENT_API_KEY", agent_key},
                       {"ONECLAW_AGENT_ID", uuid},
                       {"ONECLAW_VAULT_ID", uuid}},
       .expected = {"vault_id.equals_agent_id=yes"}},
  };
}

std::vector<Case> agent_cases() {
  return {
      agent("healthy_agent",
            uuid,
            {"agent_id.is_uuid=yes", "agent_id.source=ONECLAW_AGENT_ID", "agent_id.text=" + uuid}),
      agent("agent_placeholder",
            "<your-agent-uuid>",
            {"agent_id.placeholder=yes", "agent_id.problems=placeholder"}),
      agent("agent_unexpanded", "$AGENT_ID", {"agent_id.unexpanded=yes"}),
      agent("key_as_agent_id",
            other_agent_key,
            {"agent_id.looks_like_key=yes", "agent_id.text=ocv_****"}),
      {.name = "agent_id_missing_for_old_mcp",
       .environment = {{"ONECLAW_AGENT_API_KEY", agent_key}},
       .expected = {"agent_id.missing_for_old_mcp=yes", "agent_id.present=no"}},
      {.name = "token_of_another_agent",
       .environment = {{"ONECLAW_AGENT_TOKEN", jwt("agent:" + other_uuid, 600)},
                       {"ONECLAW_AGENT_ID", uuid},
                       {"ONECLAW_VAULT_ID", other_uuid}},
       .expected = {"agent_id.differs_from_token=yes"}},
      {.name = "other_client_other_agent",
       .environment = {{"ONECLAW_AGENT_API_KEY", agent_key}, {"ONECLAW_AGENT_ID", uuid}},
       .files = {{"~/.openclaw/openclaw.json",
                  R"({"plugins":{"entries":{"1claw":{"config":{"agentId":")" + other_uuid +
                      R"("}}}}})"}},
       .expected = {"agent_id.others_differ~openclaw uses " + other_uuid}},
  };
}

}  // namespace

std::vector<Case> vault_cases() {
  std::vector<Case> all;
  for (const auto cases : {vault_form_cases, vault_need_cases, agent_cases}) {
    const auto some = cases();
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace doctor::setup
