#pragma once
// What is known of each 1Claw client's configuration, as a table: what it reads and in which order,
// its default base URL, how it turns a base into URLs, which kinds of credential it takes.
// Source: the clients' own sources and READMEs (CLI src/config.ts, MCP src/core/server.ts, SDK
// http.ts / http_client.py / configuration.go, plugin src/config.ts, action.yml), 2026.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/credential.h"

namespace doctor::setup {

/// What a configured value is to the client.
enum class Meaning : std::uint8_t { credential, base_url, vault, agent_id, mcp_url, mcp_token };
inline constexpr std::size_t meaning_count = 6;

/// Where a client looks.
enum class Place : std::uint8_t {
  environment,  ///< the process environment; for an MCP entry its `env` block
  dotenv,       ///< `.env` of the working directory, where the client loads one
  cli_file,     ///< config.json of the CLI
  plugin_file,  ///< plugins.entries.1claw.config of openclaw.json
  entry,        ///< url and headers of a hosted MCP entry
  workflow,     ///< `with:` of a step in .github/workflows that uses the GitHub Action
  flag,         ///< an option of this program
};

/// How a client turns its base into `base + /v1/…`.
enum class Joining : std::uint8_t {
  strip_one_slash,
  strip_all_slashes,
  drop_path,  ///< the CLI: `new URL("/v1…", base)` keeps the origin only
  as_is,
};

/// What becomes of a credential.
enum class Use : std::uint8_t {
  bearer,
  agent_token,  ///< exchanged at /v1/auth/agent-token
  user_token,   ///< exchanged at /v1/auth/api-key-token
  by_prefix,    ///< agent_token for ocv_… or when an agent id is given, else user_token
  by_agent_id,  ///< agent_token when an agent id is given, else user_token, whatever the prefix
  hosted,       ///< Bearer of the hosted MCP server, which exchanges keys itself
};
std::string_view word_of(Use use);

/// Of credentials.
using Kinds = std::span<const api::CredentialKind>;

/// One thing a client reads: what it means to it, where, and under which name.
struct Reading {
  Meaning meaning;
  Place place;
  std::string_view name;  ///< variable, member (`auth.token`) or header
  Kinds kinds = {};       ///< credentials: the kinds that work there
  Use use = Use::bearer;  ///< credentials only
};

/// A client; the order of its readings is the order in which they win.
struct Client {
  std::string_view name;   ///< as in --profile
  std::string_view title;  ///< as people call it
  std::string_view default_base_url;
  Joining joining = Joining::strip_one_slash;
  std::span<const Reading> readings = {};         ///< of one meaning: strongest first
  std::span<const std::string_view> others = {};  ///< further variables it reads
  std::string_view vault_choice = {};             ///< how it picks a vault when none is given
  bool is_mcp = false;                            ///< takes agent keys and agent JWTs only
};

/// Every client, in the order of `--profile`'s help.
std::span<const Client> clients();
/// By name or alias (`sdk`); nullptr when unknown.
const Client* find_client(std::string_view name);
/// The options of this program that name a file with a credential.
std::span<const Reading> flag_readings();

/// Whether this kind works where that reading puts it.
bool accepts(const Reading& reading, api::CredentialKind kind);
/// `agent key or access token`: the kinds in words.
std::string kinds_in_words(Kinds kinds);
/// Whether this client does.
bool reads_variable(const Client& client, std::string_view name);
/// All variables some client reads for this meaning.
std::vector<std::string> variables_for(Meaning meaning);
/// Every variable some client reads.
std::vector<std::string> known_variables();

}  // namespace doctor::setup
