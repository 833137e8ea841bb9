// MCP clients' files.

#include <fmt/format.h>

#include "tests/setup/case.h"

namespace doctor::setup {
namespace {

std::string stdio(std::string_view root,
                  std::string_view env,
                  std::string_view args = R"("-y","@1claw/mcp")") {
  return fmt::format(
      R"({{"{}":{{"1claw":{{"command":"npx","args":[{}],"env":{{{}}}}}}}}})", root, args, env);
}

std::string pair(std::string_view name, std::string_view value) {
  return fmt::format(R"("{}":"{}")", name, value);
}

std::string hosted(std::string_view url, std::string_view headers) {
  return fmt::format(
      R"({{"mcpServers":{{"1claw":{{"url":"{}","headers":{{{}}}}}}}}})", url, headers);
}

const std::string key_pair = pair("ONECLAW_AGENT_API_KEY", agent_key);
const std::string bearer_key = pair("Authorization", "Bearer " + agent_key);
const std::string mcp_url = "https://mcp.1claw.xyz/mcp";

Case cursor(std::string name, std::string content, std::vector<std::string> expected) {
  return {.name = std::move(name),
          .files = {{"~/.cursor/mcp.json", std::move(content)}},
          .expected = std::move(expected)};
}

std::vector<Case> hosted_cases() {
  const std::string vault = "," + pair("X-Vault-ID", uuid);
  return {
      cursor("healthy_hosted_with_key",
             hosted(mcp_url, bearer_key),
             {"client.name=mcp-hosted",
              "client.app=cursor",
              "mcp_config.url=" + mcp_url,
              "mcp_config.url_source=~/.cursor/mcp.json url",
              "mcp_config.url_host_role=mcp",
              "mcp_config.url_without_mcp_path=no",
              "mcp_config.transport=hosted",
              "mcp_config.bearer_kind=agent_key",
              "mcp_config.bearer_wrong_kind=no",
              "mcp_config.missing_authorization=no",
              "mcp_config.missing_vault_header=no",
              "url.text=https://api.1claw.xyz",
              "credential.use=hosted",
              "!credential.wrong_kind_for_endpoint"}),
      cursor("healthy_hosted_with_token",
             hosted("https://mcp.1claw.co/mcp",
                    pair("Authorization", "Bearer " + jwt("agent:a1", 900)) + vault),
             {"mcp_config.bearer_expired=no",
              "mcp_config.bearer_expires_in_seconds=900",
              "url.text=https://api.1claw.co",
              "vault_id.source=~/.cursor/mcp.json header X-Vault-ID"}),
      cursor("healthy_hosted_elsewhere",
             hosted("https://tools.example.com/1claw", bearer_key),
             {"mcp_config.url_host_role=other",
              "!mcp_config.url_without_mcp_path",
              "!url.text",
              "!url.valid"}),
      cursor("hosted_without_path",
             hosted("https://mcp.1claw.xyz", bearer_key),
             {"mcp_config.url_without_mcp_path=yes",
              "mcp_config.bad_urls=~/.cursor/mcp.json: url does not end in /mcp"}),
      cursor("hosted_at_the_api",
             hosted("https://api.1claw.xyz/mcp", bearer_key),
             {"mcp_config.url_host_role=api",
              "mcp_config.bad_urls=~/.cursor/mcp.json: url names the api host"}),
      cursor("hosted_near_miss",
             hosted("https://mcp.1claw.xzy/mcp", bearer_key),
             {"mcp_config.url_meant_host=mcp.1claw.xyz"}),
      cursor("hosted_plain_http",
             hosted("http://mcp.1claw.xyz/mcp", bearer_key),
             {"mcp_config.url_http_to_remote=yes"}),
      cursor("hosted_no_scheme",
             hosted("mcp.1claw.xyz/mcp", bearer_key),
             {"mcp_config.url_valid=no", "mcp_config.url_problem=no scheme"}),
      cursor("hosted_without_headers",
             hosted(mcp_url, ""),
             {"mcp_config.missing_authorization=yes", "credential.present=no"}),
      cursor("hosted_without_bearer_word",
             hosted(mcp_url, pair("Authorization", agent_key)),
             {"mcp_config.authorization_without_bearer=yes"}),
      cursor("hosted_with_user_key",
             hosted(mcp_url, pair("Authorization", "Bearer " + user_key)),
             {"mcp_config.bearer_wrong_kind=yes",
              "mcp_config.wrong_kinds=~/.cursor/mcp.json: Authorization: user key",
              "credential.wrong_kind_for_variable=yes"}),
      cursor("hosted_token_without_vault",
             hosted(mcp_url, pair("Authorization", "Bearer " + jwt("agent:a1", 900))),
             {"mcp_config.missing_vault_header=yes", "vault_id.missing=yes"}),
      cursor("hosted_expired",
             hosted(mcp_url, pair("Authorization", "Bearer " + jwt("agent:a1", -60)) + vault),
             {"mcp_config.bearer_expired=yes",
              "mcp_config.expired_tokens=~/.cursor/mcp.json: Authorization",
              "credential.jwt_expired=yes"}),
      cursor("hosted_placeholder",
             hosted(mcp_url, pair("Authorization", "Bearer ocv_your_key")),
             {"mcp_config.bearer_problems=placeholder",
              "mcp_config.value_problems=~/.cursor/mcp.json: Authorization: placeholder"}),
      {.name = "healthy_mcp_url_flag",
       .environment = {{"ONECLAW_AGENT_API_KEY", agent_key}, {"ONECLAW_AGENT_ID", uuid}},
       .options = {.mcp_url = "http://127.0.0.1:4711/mcp"},
       .expected = {"client.name=mcp",
                    "mcp_config.url=http://127.0.0.1:4711/mcp",
                    "mcp_config.url_source=--mcp-url",
                    "mcp_config.bearer_kind=agent_key",
                    "url.text=https://api.1claw.xyz"}},
      {.name = "hosted_file_beside_another_client",
       .environment = {{"ONECLAW_API_KEY", user_key}},
       .files = {{"~/.cursor/mcp.json", hosted("https://mcp.1claw.xyz", bearer_key)}},
       .expected = {"client.name=cli", "mcp_config.url_without_mcp_path=yes"}},
  };
}

std::vector<Case> stdio_cases() {
  return {
      cursor("healthy_stdio",
             stdio("mcpServers", key_pair),
             {"mcp_config.files=~/.cursor/mcp.json",
              "mcp_config.naming=~/.cursor/mcp.json",
              "mcp_config.file=~/.cursor/mcp.json",
              "mcp_config.app=cursor",
              "mcp_config.transport=stdio",
              "mcp_config.duplicated=no",
              "!mcp_config.url"}),
      {.name = "healthy_zed_with_comments",
       .files =
           {{"~/.config/zed/settings.json",
             "// mine\n{\"context_servers\":{\"1claw\":{\"command\":{\"path\":\"npx\",\"args\":"
             "[\"@1claw/mcp\"],\"env\":{" +
                 key_pair + "}}}},}"}},
       .expected = {"client.app=zed",
                    "credential.present=yes",
                    "!files.unparseable",
                    "!files.with_comments"}},
      {.name = "healthy_continue_list",
       .files =
           {{"~/.continue/config.json",
             R"({"mcpServers":[{"name":"1claw","command":"npx","args":["@1claw/mcp"],"env":{)" +
                 key_pair + "}}]}"}},
       .expected = {"client.app=continue", "credential.present=yes"}},
      {.name = "healthy_windsurf_hosted",
       .files = {{"~/.codeium/windsurf/mcp_config.json",
                  R"({"mcpServers":{"1claw":{"serverUrl":"https://mcp.1claw.xyz/mcp","headers":{)" +
                      bearer_key + "}}}}"}},
       .expected = {"client.app=windsurf", "client.name=mcp-hosted"}},
      {.name = "healthy_vscode",
       .files = {{"./.vscode/mcp.json", stdio("servers", key_pair)}},
       .expected = {"client.app=vscode-project", "mcp_config.file=.vscode/mcp.json"}},
      {.name = "healthy_hermes",
       .files = {{"~/.hermes/config.yaml",
                  "mcp_servers:\n  oneclaw:\n    command: npx\n    args:\n      - -y\n      - "
                  "\"@1claw/mcp\"\n    env:\n      ONECLAW_AGENT_API_KEY: " +
                      agent_key + "  # mine\nmodel: x\n"}},
       .expected = {"client.app=hermes-mcp", "credential.kind=agent_key", "!credential.problems"}},
      {.name = "healthy_openclaw_servers",
       .files = {{"~/.openclaw/openclaw.json",
                  R"({"mcp":{"servers":{"1claw":{"command":"npx","env":{)" + key_pair + "}}}}}"}},
       .expected = {"client.app=openclaw-mcp"}},
      {.name = "healthy_claude_code_project",
       .files =
           {{"~/.claude.json",
             R"({"projects":{"/home/user/project":{"mcpServers":{"1claw":{"command":"npx","env":{)" +
                 key_pair + "}}}}}}"}},
       .expected = {"client.app=claude-code", "!mcp_config.wrong_root_key"}},
      {.name = "healthy_expanded_by_cursor",
       .environment = {{"ONECLAW_AGENT_API_KEY", agent_key}},
       .files = {{"~/.cursor/mcp.json",
                  stdio("mcpServers",
                        pair("ONECLAW_AGENT_API_KEY", "${env:ONECLAW_AGENT_API_KEY}"))}},
       .options = {.profile = "cursor"},
       .expected = {"credential.unexpanded=no", "credential.kind=agent_key"}},
      {.name = "healthy_input_of_vscode",
       .files = {{"~/.vscode/mcp.json",
                  stdio("servers", pair("ONECLAW_AGENT_API_KEY", "${input:key}"))}},
       .expected = {"!mcp_config.without_credential",
                    "!mcp_config.unexpanded",
                    "!credential.present",
                    "credential.at_run_time=yes"}},
      {.name = "healthy_everything_asked_for",
       .files = {{"~/.vscode/mcp.json",
                  stdio("servers",
                        pair("ONECLAW_AGENT_TOKEN", "${input:a}") + "," +
                            pair("ONECLAW_VAULT_ID", "${input:b}") + "," +
                            pair("ONECLAW_BASE_URL", "${input:c}"))}},
       .expected = {"!url.text", "!vault_id.present", "vault_id.missing=no"}},
      {.name = "healthy_file_of_others",
       .files = {{"~/.cursor/mcp.json",
                  R"({"mcpServers":{"files":{"command":"npx","env":{"X":"ocv_x"}}}})"}},
       .expected = {"client.name=none",
                    "mcp_config.files=~/.cursor/mcp.json",
                    "!mcp_config.naming"}},
  };
}

std::vector<Case> mistake_cases() {
  const std::string claude = "~/.config/Claude/claude_desktop_config.json";
  return {
      {.name = "wrong_root_key",
       .files = {{"~/.vscode/mcp.json", stdio("mcpServers", key_pair)}},
       .expected = {"mcp_config.wrong_root_key=~/.vscode/mcp.json: mcpServers instead of servers",
                    "mcp_config.own_faults=wrong_root"}},
      {.name = "claude_expands_nothing",
       .environment = {{"ONECLAW_AGENT_API_KEY", agent_key}},
       .files = {{claude,
                  stdio("mcpServers",
                        pair("ONECLAW_AGENT_API_KEY", "${env:ONECLAW_AGENT_API_KEY}"))}},
       .options = {.profile = "claude-desktop"},
       .expected = {"mcp_config.unexpanded=" + claude + ": ONECLAW_AGENT_API_KEY",
                    "credential.unexpanded=yes",
                    "!mcp_config.unset_references"}},
      cursor("reference_to_nothing",
             stdio("mcpServers", pair("ONECLAW_AGENT_API_KEY", "${env:ONECLAW_KEY}")),
             {"mcp_config.unset_references=~/.cursor/mcp.json: ONECLAW_AGENT_API_KEY refers to "
              "ONECLAW_KEY",
              "!mcp_config.unexpanded"}),
      cursor("variables_the_server_ignores",
             stdio("mcpServers",
                   pair("ONECLAW_API_KEY", agent_key) + "," + pair("SHROUD_PROVIDER", "x")),
             {"mcp_config.ineffective_variables=~/.cursor/mcp.json: ONECLAW_API_KEY, "
              "~/.cursor/mcp.json: SHROUD_PROVIDER",
              "mcp_config.without_credential=~/.cursor/mcp.json",
              "credential.ignored_variables=ONECLAW_API_KEY"}),
      cursor("stdio_with_user_key",
             stdio("mcpServers", pair("ONECLAW_AGENT_API_KEY", user_key)),
             {"mcp_config.wrong_kinds=~/.cursor/mcp.json: ONECLAW_AGENT_API_KEY: user key"}),
      cursor("stdio_token_without_vault",
             stdio("mcpServers", pair("ONECLAW_AGENT_TOKEN", jwt("agent:a1", 900))),
             {"mcp_config.token_without_vault=~/.cursor/mcp.json"}),
      cursor("stdio_url_with_version",
             stdio("mcpServers",
                   key_pair + "," + pair("ONECLAW_BASE_URL", "https://api.1claw.xyz/v1")),
             {"mcp_config.bad_urls=~/.cursor/mcp.json: ONECLAW_BASE_URL ends in /v1"}),
      cursor("stdio_local_mode",
             stdio("mcpServers", pair("ONECLAW_LOCAL_VAULT", "true")),
             {"mcp_config.local_mode=~/.cursor/mcp.json", "!mcp_config.without_credential"}),
      cursor("stdio_old_version",
             stdio("mcpServers", key_pair, R"("-y","@1claw/mcp@0.6.0")"),
             {"mcp_config.pinned_versions=~/.cursor/mcp.json: 0.6.0"}),
      cursor("healthy_stdio_new_version",
             stdio("mcpServers", key_pair, R"("@1claw/mcp@0.62.1")"),
             {"!mcp_config.pinned_versions"}),
      cursor("stdio_missing_script",
             stdio("mcpServers", key_pair, R"("/home/user/1claw/packages/mcp/dist/index.js")"),
             {"mcp_config.missing_scripts=~/.cursor/mcp.json: ~/1claw/packages/mcp/dist/index.js"}),
      cursor("disabled_entry",
             R"({"mcpServers":{"1claw":{"disabled":true,"command":"npx","args":["@1claw/mcp"]}}})",
             {"mcp_config.disabled=~/.cursor/mcp.json",
              "mcp_config.own_faults=disabled",
              "!mcp_config.without_credential"}),
      {.name = "global_and_project_differ",
       .files = {{"~/.cursor/mcp.json", stdio("mcpServers", key_pair)},
                 {"./.cursor/mcp.json",
                  stdio("mcpServers", pair("ONECLAW_AGENT_API_KEY", other_agent_key))}},
       .expected = {"mcp_config.duplicated=yes",
                    "mcp_config.duplicates_differ=cursor: credential"}},
      {.name = "global_and_project_agree",
       .files = {{"~/.cursor/mcp.json", stdio("mcpServers", key_pair)},
                 {"./.cursor/mcp.json", stdio("mcpServers", key_pair)}},
       .expected = {"mcp_config.duplicated=yes", "!mcp_config.duplicates_differ"}},
  };
}

}  // namespace

std::vector<Case> mcp_cases() {
  std::vector<Case> all;
  for (const auto cases : {hosted_cases, stdio_cases, mistake_cases}) {
    const auto some = cases();
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace doctor::setup
