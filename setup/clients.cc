#include "setup/clients.h"

#include <algorithm>
#include <array>

#include "api/hosts.h"

namespace doctor::setup {
namespace {

using enum Meaning;
using enum Place;
using api::CredentialKind;
using Names = std::span<const std::string_view>;

constexpr std::array agent_key{CredentialKind::agent_key};
constexpr std::array user_key{CredentialKind::user_key};
constexpr std::array jwt{CredentialKind::jwt};
constexpr std::array agent_key_or_jwt{CredentialKind::agent_key, CredentialKind::jwt};
/// What the API takes as a Bearer as it is.
constexpr std::array bearer_kinds{
    CredentialKind::user_key, CredentialKind::jwt, CredentialKind::platform_key};
constexpr std::array exchangeable{CredentialKind::agent_key, CredentialKind::user_key};

constexpr std::array cli_reads{
    Reading{credential, environment, "ONECLAW_TOKEN", bearer_kinds, Use::bearer},
    Reading{credential, environment, "ONECLAW_API_KEY", bearer_kinds, Use::bearer},
    Reading{credential, cli_file, "auth.token", bearer_kinds, Use::bearer},
    Reading{base_url, environment, "ONECLAW_API_URL"},
    Reading{base_url, cli_file, "apiUrl"},
    Reading{vault, environment, "ONECLAW_VAULT_ID"},
    Reading{vault, cli_file, "defaultVaultId"},
};
constexpr std::array<std::string_view, 10> cli_others{"ONECLAW_CONFIG_DIR",
                                                      "ONECLAW_DPOP",
                                                      "ONECLAW_PLATFORM_CONNECTION",
                                                      "ONECLAW_DAEMON_SOCKET",
                                                      "ONECLAW_VAULT_PASSPHRASE",
                                                      "ONECLAW_SHROUD_URL",
                                                      "ONECLAW_PROXY_CAPTURE_DIR",
                                                      "ONECLAW_PROXY_KEY",
                                                      "ONECLAW_AGENT_ID",
                                                      "ONECLAW_AGENT_API_KEY"};

constexpr std::array mcp_reads{
    Reading{credential, environment, "ONECLAW_AGENT_API_KEY", agent_key, Use::agent_token},
    Reading{credential, environment, "ONECLAW_AGENT_TOKEN", jwt, Use::bearer},
    Reading{base_url, environment, "ONECLAW_BASE_URL"},
    Reading{vault, environment, "ONECLAW_VAULT_ID"},
    Reading{agent_id, environment, "ONECLAW_AGENT_ID"},
};
constexpr std::array<std::string_view, 16> mcp_others{"MCP_TRANSPORT",
                                                      "PORT",
                                                      "ONECLAW_MCP_HOST",
                                                      "ONECLAW_PUBLIC_MCP_URL",
                                                      "ONECLAW_MCP_RESOURCE_URL",
                                                      "ONECLAW_LOCAL_ONLY",
                                                      "ONECLAW_LOCAL_VAULT",
                                                      "ONECLAW_DAEMON_SOCKET",
                                                      "ONECLAW_MCP_TOOLSETS",
                                                      "ONECLAW_DPOP",
                                                      "ONECLAW_RUNTIME_ID",
                                                      "ONECLAW_MCP_SECURITY_ENABLED",
                                                      "ONECLAW_MCP_SANITIZATION_MODE",
                                                      "ONECLAW_MCP_REDACT_SECRETS",
                                                      "ONECLAW_MCP_PII_DETECTION",
                                                      "ONECLAW_MCP_EXFIL_PROTECTION"};

constexpr std::array hosted_reads{
    Reading{credential, entry, "Authorization", agent_key_or_jwt, Use::hosted},
    Reading{vault, entry, "X-Vault-ID"},
    Reading{agent_id, entry, "X-Agent-ID"},
    Reading{mcp_url, entry, "url"},
};

constexpr std::array plugin_reads{
    Reading{credential, plugin_file, "apiKey", agent_key, Use::agent_token},
    Reading{credential, environment, "ONECLAW_AGENT_API_KEY", agent_key, Use::agent_token},
    Reading{credential, environment, "ONECLAW_API_KEY", agent_key, Use::agent_token},
    Reading{base_url, plugin_file, "baseUrl"},
    Reading{base_url, environment, "ONECLAW_BASE_URL"},
    Reading{vault, plugin_file, "vaultId"},
    Reading{vault, environment, "ONECLAW_VAULT_ID"},
    Reading{agent_id, plugin_file, "agentId"},
    Reading{agent_id, environment, "ONECLAW_AGENT_ID"},
};
constexpr std::array<std::string_view, 2> plugin_others{"ONECLAW_SHROUD_URL", "OPENCLAW_CONFIG"};

constexpr std::array hermes_reads{
    Reading{credential, environment, "ONECLAW_AGENT_API_KEY", agent_key, Use::agent_token},
    Reading{credential, dotenv, "ONECLAW_AGENT_API_KEY", agent_key, Use::agent_token},
    Reading{base_url, environment, "ONECLAW_API_BASE"},
    Reading{base_url, dotenv, "ONECLAW_API_BASE"},
    Reading{vault, environment, "ONECLAW_VAULT_ID"},
    Reading{vault, dotenv, "ONECLAW_VAULT_ID"},
    Reading{agent_id, environment, "ONECLAW_AGENT_ID"},
    Reading{agent_id, dotenv, "ONECLAW_AGENT_ID"},
    Reading{mcp_url, environment, "ONECLAW_MCP_URL"},
    Reading{mcp_url, dotenv, "ONECLAW_MCP_URL"},
    Reading{mcp_token, environment, "ONECLAW_MCP_TOKEN", agent_key_or_jwt, Use::hosted},
    Reading{mcp_token, dotenv, "ONECLAW_MCP_TOKEN", agent_key_or_jwt, Use::hosted},
};
constexpr std::array<std::string_view, 5> hermes_others{
    "SHROUD_URL", "SHROUD_TOKEN", "SHROUD_PROVIDER", "HERMES_CONFIG_DIR", "ONECLAW_ENV_FILE"};

// The SDKs read no variable but ONECLAW_RUNTIME_ID; these are the names of their examples.
constexpr std::array sdk_reads{
    Reading{credential, environment, "ONECLAW_TOKEN", jwt, Use::bearer},
    Reading{credential, environment, "ONECLAW_API_KEY", exchangeable, Use::by_prefix},
    Reading{credential, environment, "ONECLAW_AGENT_API_KEY", exchangeable, Use::by_prefix},
    Reading{credential, environment, "ONECLAW_HUMAN_API_KEY", user_key, Use::by_prefix},
    Reading{credential, dotenv, "ONECLAW_TOKEN", jwt, Use::bearer},
    Reading{credential, dotenv, "ONECLAW_API_KEY", exchangeable, Use::by_prefix},
    Reading{credential, dotenv, "ONECLAW_AGENT_API_KEY", exchangeable, Use::by_prefix},
    Reading{credential, dotenv, "ONECLAW_HUMAN_API_KEY", user_key, Use::by_prefix},
    Reading{base_url, environment, "ONECLAW_BASE_URL"},
    Reading{base_url, environment, "ONECLAW_API_URL"},
    Reading{base_url, dotenv, "ONECLAW_BASE_URL"},
    Reading{base_url, dotenv, "ONECLAW_API_URL"},
    Reading{vault, environment, "ONECLAW_VAULT_ID"},
    Reading{vault, dotenv, "ONECLAW_VAULT_ID"},
    Reading{agent_id, environment, "ONECLAW_AGENT_ID"},
    Reading{agent_id, dotenv, "ONECLAW_AGENT_ID"},
};
constexpr std::array<std::string_view, 1> sdk_others{"ONECLAW_RUNTIME_ID"};

constexpr std::array go_reads{
    Reading{credential, environment, "1CLAW_API_KEY", exchangeable, Use::by_agent_id},
    Reading{credential, dotenv, "1CLAW_API_KEY", exchangeable, Use::by_agent_id},
    Reading{credential, environment, "ONECLAW_API_KEY", exchangeable, Use::by_agent_id},
    Reading{base_url, environment, "1CLAW_BASE_URL"},
    Reading{base_url, dotenv, "1CLAW_BASE_URL"},
    Reading{base_url, environment, "ONECLAW_BASE_URL"},
    Reading{vault, environment, "1CLAW_VAULT_ID"},
    Reading{vault, dotenv, "1CLAW_VAULT_ID"},
    Reading{vault, environment, "ONECLAW_VAULT_ID"},
    Reading{agent_id, environment, "1CLAW_AGENT_ID"},
    Reading{agent_id, dotenv, "1CLAW_AGENT_ID"},
    Reading{agent_id, environment, "ONECLAW_AGENT_ID"},
};
constexpr std::array<std::string_view, 1> go_others{"1CLAW_SECRET_PATH_PREFIX"};

// How the Actions runner hands an input to a JavaScript action.
constexpr std::array action_reads{
    Reading{credential, environment, "INPUT_API-KEY", agent_key, Use::agent_token},
    Reading{credential, workflow, "api-key", agent_key, Use::agent_token},
    Reading{base_url, environment, "INPUT_API-BASE"},
    Reading{base_url, workflow, "api-base"},
};

constexpr std::array sidecar_reads{
    Reading{credential, environment, "ONECLAW_AGENT_API_KEY", agent_key, Use::agent_token},
    Reading{credential, environment, "ONECLAW_MASTER_API_KEY", user_key, Use::user_token},
    Reading{base_url, environment, "ONECLAW_BASE_URL"},
    Reading{vault, environment, "ONECLAW_VAULT_ID"},
    Reading{agent_id, environment, "ONECLAW_AGENT_ID"},
};
constexpr std::array<std::string_view, 9> sidecar_others{"ONECLAW_SHROUD_URL",
                                                         "ONECLAW_DEFAULT_PROVIDER",
                                                         "ONECLAW_DEFAULT_MODEL",
                                                         "ONECLAW_VAULT_NAME",
                                                         "ONECLAW_AGENT_NAME",
                                                         "ONECLAW_POLICY_PATH",
                                                         "ONECLAW_STATE_FILE",
                                                         "ONECLAW_AUTO_DESTROY_VAULT",
                                                         "LISTEN_ADDR"};

constexpr std::array eliza_reads{
    Reading{credential, environment, "ONECLAW_AGENT_API_KEY", agent_key, Use::agent_token},
    Reading{base_url, environment, "ONECLAW_BASE_URL"},
    Reading{vault, environment, "ONECLAW_VAULT_ID"},
    Reading{agent_id, environment, "ONECLAW_AGENT_ID"},
};
constexpr std::array<std::string_view, 1> eliza_others{"ONECLAW_USE_SHROUD"};

constexpr std::array flags_read{
    Reading{credential, flag, "--agent-key-file", agent_key, Use::agent_token},
    Reading{credential, flag, "--api-key-file", user_key, Use::user_token},
    Reading{credential, flag, "--token-file", bearer_kinds, Use::bearer},
};

constexpr std::string_view mcp_choice =
    "the one vault the token is bound to, else the vault named default, else the first listed";

constexpr std::array table{
    Client{.name = "cli",
           .title = "the 1Claw CLI",
           .default_base_url = api::default_base_url,
           .joining = Joining::drop_path,
           .readings = cli_reads,
           .others = cli_others},
    Client{.name = "mcp",
           .title = "the local MCP server",
           .default_base_url = api::default_base_url,
           .readings = mcp_reads,
           .others = mcp_others,
           .vault_choice = mcp_choice,
           .is_mcp = true},
    Client{.name = "mcp-hosted",
           .title = "the hosted MCP server",
           .default_base_url = {},
           .readings = hosted_reads,
           .vault_choice = mcp_choice,
           .is_mcp = true},
    Client{.name = "openclaw",
           .title = "the OpenClaw plugin",
           .default_base_url = api::default_base_url,
           .readings = plugin_reads,
           .others = plugin_others,
           .vault_choice = "the newest vault"},
    Client{.name = "hermes",
           .title = "1claw-hermes",
           .default_base_url = api::default_base_url,
           .readings = hermes_reads,
           .others = hermes_others},
    Client{.name = "sdk-typescript",
           .title = "the TypeScript SDK",
           .default_base_url = api::default_base_url,
           .readings = sdk_reads,
           .others = sdk_others},
    Client{.name = "sdk-python",
           .title = "the Python SDK",
           .default_base_url = api::default_base_url,
           .joining = Joining::strip_all_slashes,
           .readings = sdk_reads,
           .others = sdk_others},
    Client{.name = "sdk-go",
           .title = "the Go SDK",
           .default_base_url = "http://localhost:8443",
           .joining = Joining::as_is,
           .readings = go_reads,
           .others = go_others},
    Client{.name = "action",
           .title = "the GitHub Action",
           .default_base_url = api::default_base_url,
           .readings = action_reads},
    Client{.name = "sidecar",
           .title = "the Shroud sidecar",
           .default_base_url = api::default_base_url,
           .readings = sidecar_reads,
           .others = sidecar_others},
    Client{.name = "eliza",
           .title = "the elizaOS plugin",
           .default_base_url = api::default_base_url,
           .readings = eliza_reads,
           .others = eliza_others},
    Client{.name = "kong",
           .title = "the Kong plugin",
           .default_base_url = api::default_base_url,
           .joining = Joining::as_is},
};

void add_once(std::vector<std::string>& names, std::string_view name) {
  if (std::ranges::find(names, name) == names.end()) {
    names.emplace_back(name);
  }
}

bool is_variable(const Reading& reading) {
  return reading.place == environment || reading.place == dotenv;
}

}  // namespace

std::string_view word_of(Use use) {
  switch (use) {
    case Use::bearer:
      return "bearer";
    case Use::agent_token:
      return "agent_token";
    case Use::user_token:
      return "user_token";
    case Use::by_prefix:
      return "by_prefix";
    case Use::by_agent_id:
      return "by_agent_id";
    case Use::hosted:
      return "hosted";
  }
  return {};
}

std::span<const Client> clients() {
  return table;
}

const Client* find_client(std::string_view name) {
  const std::string_view wanted = name == "sdk" ? "sdk-typescript" : name;
  const auto* const found = std::ranges::find(table, wanted, &Client::name);
  return found == table.end() ? nullptr : found;
}

std::span<const Reading> flag_readings() {
  return flags_read;
}

bool accepts(const Reading& reading, api::CredentialKind kind) {
  return std::ranges::find(reading.kinds, kind) != reading.kinds.end();
}

std::string kinds_in_words(Kinds kinds) {
  std::string words;
  for (const CredentialKind kind : kinds) {
    words += words.empty() ? "" : " or ";
    words += api::name_of(kind);
  }
  return words;
}

bool reads_variable(const Client& client, std::string_view name) {
  return std::ranges::find(client.others, name) != client.others.end() ||
         std::ranges::any_of(client.readings, [name](const Reading& reading) {
           return is_variable(reading) && reading.name == name;
         });
}

std::vector<std::string> variables_for(Meaning meaning) {
  std::vector<std::string> names;
  for (const Client& client : table) {
    for (const Reading& reading : client.readings) {
      if (is_variable(reading) && reading.meaning == meaning) {
        add_once(names, reading.name);
      }
    }
  }
  return names;
}

std::vector<std::string> known_variables() {
  // Read by scripts and tests of 1Claw's own repositories.
  std::vector<std::string> names{"ONECLAW_HUMAN_TOKEN", "ONECLAW_SHARE_ID", "ONECLAW_CMEK_KEY"};
  for (const Client& client : table) {
    for (const Reading& reading : client.readings) {
      if (is_variable(reading)) {
        add_once(names, reading.name);
      }
    }
    for (const std::string_view name : client.others) {
      add_once(names, name);
    }
  }
  return names;
}

}  // namespace doctor::setup
