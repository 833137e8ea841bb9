#pragma once
// What would each 1Claw client on this machine really use? Discovery reads the environment and the
// clients' own files, remembers for every value where it came from, what it overrides and what else
// disagrees, and reduces it to the one Target the probes examine.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "api/credential.h"
#include "api/jwt.h"
#include "core/fact.h"
#include "core/report.h"
#include "core/result.h"
#include "core/secret.h"
#include "core/time.h"
#include "setup/proxy.h"
#include "setup/system.h"

namespace doctor::setup {

/// One value with its history. A credential is never here; see CredentialInfo.
struct Setting {
  /// As the client would use it. A base URL has no user info, and `value + "/v1/…"` is what the
  /// client asks; one that is no URL is kept as typed. An id that looks like a key is masked.
  std::string value;
  std::string
      source;  ///< `--base-url`, `ONECLAW_API_URL`, `~/.config/1claw/config.json apiUrl`, `default`
  bool is_default = false;
  std::vector<std::string> overrides = {};
  std::vector<std::string> disagrees = {};
};

/// All that is told of the credential; its value is in Secrets.
struct CredentialInfo {
  api::CredentialKind kind = api::CredentialKind::none;
  /// What the client does with it: bearer, agent_token, user_token, hosted; empty without one.
  std::string use;
  std::string source;
  std::string masked;  ///< fit to be shown
  std::vector<api::ValueProblem> problems;
  std::optional<api::Claims> claims;  ///< when it is a JWT
  std::vector<std::string> overrides = {};
  std::vector<std::string> disagrees = {};
};

/// What the user wants to do, from the options.
struct Wish {
  std::string secret_path = {};
  std::string permission = "read";
  bool intents = false;
  bool share = false;
  std::string device_code = {};
  std::string my_ip = {};
};

/// The one set-up that is examined.
struct Target {
  std::string client;  ///< see the fact client.name
  std::string
      client_source;  ///< why this client: `--profile cli`, `ONECLAW_AGENT_API_KEY is set`, …
  Setting base_url;
  std::optional<Setting> mcp_url;  ///< hosted MCP, only when one is configured
  std::optional<Setting> agent_id;
  std::optional<Setting> vault;  ///< id or name
  CredentialInfo credential;
  CredentialInfo mcp_credential;  ///< Bearer of the hosted MCP client's file
  std::string mcp_vault_header;   ///< X-Vault-ID of that file
  ProxyChoice api_proxy;          ///< for the base URL
  ProxyChoice mcp_proxy;          ///< for the hosted MCP URL
  Wish wish;
};

/// Bytes. 1Claw's keys have some 40, its tokens some hundred: what is longer is none of them.
inline constexpr std::size_t longest_credential = std::size_t{16} << 10U;

/// The credentials themselves, for the Keyring.
struct Secrets {
  std::optional<Secret> api;  ///< exactly as the client would read it
  std::optional<Secret> mcp;
};

/// From the options of `run`; empty means not given.
struct Options {
  std::string profile = {};
  std::string base_url = {};
  std::string mcp_url = {};
  std::string agent_id = {};
  std::string vault = {};
  std::string agent_key_file = {};  ///< `-` = standard input
  std::string api_key_file = {};
  std::string token_file = {};
  Wish wish = {};
};

/// Everything discovery has to say. Secrets make it move-only.
struct Setup {
  Target target;
  Facts facts;  ///< what discovery found, in the terms of setup/facts.h
  Secrets secrets;
};

/// Error (exit 2): an unreadable --…-file, an unknown --profile, two of the key files at once.
Result<Setup> discover(const System& system, const Options& options, TimePoint now);
/// The facts of one group (setup/facts.h) out of all.
void copy_facts(const Facts& from, std::span<const FactSpec* const> group, Facts& to);
/// The masked set-up for the report.
std::vector<TargetValue> target_values(const Target& target);

}  // namespace doctor::setup
