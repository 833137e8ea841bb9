// Nothing that leaves discovery holds any part of a credential.

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/setup/case.h"

namespace doctor::setup {
namespace {

/// A secret that is easily found again, in the clothes of each kind.
constexpr std::string_view mark = "QZCANARYQZ";

std::vector<std::string> canaries() {
  const std::string body = "Zk" + std::string{mark} + "7f3h9s2mPq4";
  return {"ocv_" + body,
          "1ck_" + body,
          "plt_" + body,
          "'ocv_" + body + "'",
          "Bearer 1ck_" + body,
          "ocv_" + body + "\n",
          "ONECLAW_API_KEY=ocv_" + body,
          "x ocv_" + body,
          uuid + ":ocv_" + body,
          "sk-" + body,
          "eyJ" + body + ".eyJ" + body + "." + body,
          "https://ann:" + body + "@api.1claw.xyz",
          "https://" + body + "@api.1claw.xyz:99999",
          "ann:" + body + "@api.1claw.xyz",
          "https://api.1claw.xyz/ocv_" + body + "/v1",
          "https://api.1claw.xyz?token=" + body,
          "https://api.1claw.xyz/#" + body};
}

std::string everything_shown(const Setup& setup) {
  std::string text;
  for (const auto& [name, value] : setup.facts) {
    text += std::string{name} + "=" + to_text(value) + "\n";
  }
  for (const TargetValue& value : target_values(setup.target)) {
    text += value.name + value.value + value.source;
    for (const auto& list : {value.overrides, value.disagrees}) {
      for (const std::string& line : list) {
        text += line + "\n";
      }
    }
  }
  const Target& target = setup.target;
  text += target.base_url.value + target.mcp_vault_header;
  text += target.mcp_url ? target.mcp_url->value : "";
  text += target.vault ? target.vault->value : "";
  return text + (target.agent_id ? target.agent_id->value : "");
}

/// JSON text of a value.
std::string quoted(const std::string& value) {
  std::string out = "\"";
  for (const char c : value) {
    out += c == '\n' ? "\\n" : std::string{c};
  }
  return out + "\"";
}

/// The value in every place a client reads one from.
std::vector<Case> machines_with(const std::string& value) {
  const std::string json = quoted(value);
  std::vector<Case> machines;
  for (const char* variable : {"ONECLAW_AGENT_API_KEY",
                               "ONECLAW_AGENT_TOKEN",
                               "ONECLAW_TOKEN",
                               "ONECLAW_API_KEY",
                               "ONECLAW_API_URL",
                               "ONECLAW_BASE_URL",
                               "ONECLAW_VAULT_ID",
                               "ONECLAW_AGENT_ID",
                               "ONECLAW_LOCAL_VAULT",
                               "ONECLAW_MCP_TOOLSETS",
                               "MCP_TRANSPORT",
                               "ONECLAW_APIKEY",
                               "1CLAW_API_KEY"}) {
    machines.push_back({.name = variable, .environment = {{variable, value}}});
    machines.push_back({.name = variable,
                        .environment = {{variable, value}, {"ONECLAW_AGENT_API_KEY", agent_key}}});
    machines.push_back({.name = variable, .files = {{"./.env", variable + ("=" + value)}}});
  }
  for (const std::string member : {"apiUrl", "defaultVaultId"}) {
    machines.push_back(
        {.name = member,
         .files = {{"~/.config/1claw/config.json", "{\"" + member + "\":" + json + "}"}}});
  }
  const std::string login = R"({"auth":{"token":)" + json +
                            R"(},"projectLinks":{"/home/user/project":{"vaultId":)" + json + "}}}";
  machines.push_back({.name = "login", .files = {{"~/.config/1claw/config.json", login}}});
  const std::string env = "{\"ONECLAW_AGENT_API_KEY\":" + json + ",\"ONECLAW_BASE_URL\":" + json +
                          ",\"ONECLAW_VAULT_ID\":" + json + "}";
  const std::string entry = R"({"mcpServers":{"1claw":{"command":"npx","args":[)" + json +
                            R"(,"@1claw/mcp@0.6.0"],"env":)" + env + "}}}";
  machines.push_back({.name = "entry", .files = {{"~/.cursor/mcp.json", entry}}});
  machines.push_back({.name = "entry_aside",
                      .environment = {{"ONECLAW_API_KEY", user_key}},
                      .files = {{"~/.cursor/mcp.json", entry}}});
  const std::string remote = R"({"mcpServers":{"1claw":{"url":)" + json +
                             R"(,"headers":{"Authorization":)" + json + R"(,"X-Vault-ID":)" + json +
                             "}}}}";
  machines.push_back({.name = "hosted", .files = {{"~/.cursor/mcp.json", remote}}});
  const std::string plugin = R"({"plugins":{"entries":{"1claw":{"config":{"apiKey":)" + json +
                             R"(,"baseUrl":)" + json + R"(,"vaultId":)" + json + R"(,"agentId":)" +
                             json + "}}}}}";
  machines.push_back({.name = "plugin", .files = {{"~/.openclaw/openclaw.json", plugin}}});
  machines.push_back({.name = "flags",
                      .options = {.base_url = value,
                                  .mcp_url = value,
                                  .agent_id = value,
                                  .vault = value,
                                  .token_file = "-"},
                      .input = value});
  return machines;
}

TEST(Privacy, no_part_of_a_credential_is_ever_shown) {
  for (const std::string& canary : canaries()) {
    for (const Case& machine : machines_with(canary)) {
      const auto setup = discover_case(machine);
      ASSERT_TRUE(setup.has_value()) << machine.name;
      EXPECT_THAT(everything_shown(*setup), testing::Not(testing::HasSubstr(mark)))
          << machine.name << " with " << canary;
    }
  }
}

TEST(Privacy, keys_of_every_case_stay_hidden) {
  for (const Case& machine : all_cases()) {
    const auto setup = discover_case(machine);
    ASSERT_TRUE(setup.has_value()) << machine.name;
    const std::string text = everything_shown(*setup);
    for (const std::string& key : {agent_key, other_agent_key, user_key, platform_key}) {
      EXPECT_THAT(text, testing::Not(testing::HasSubstr(key.substr(4, 8)))) << machine.name;
    }
    EXPECT_THAT(text, testing::Not(testing::HasSubstr("hunter2"))) << machine.name;
  }
}

}  // namespace
}  // namespace doctor::setup
