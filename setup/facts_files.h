#pragma once
// Facts about the clients' own files: MCP client files, the CLI's file, `.env`. Established by
// discovery, reported by the probe `client-files`. Files are written as people write them (`~/…`).

#include <array>
#include <cstdint>

#include "core/fact.h"

namespace doctor::setup::fact {

inline constexpr FactKey<TextList> trust_unreadable{
    "trust.unreadable",
    "variables for root certificates that name a file or directory that cannot be read"};

// Facts of one entry (mcp_config.file … bearer_…) are those of the examined client's entry, else of
// the first entry that names 1Claw; url and bearer facts of the first hosted one.
inline constexpr FactKey<TextList> mcp_config_files{"mcp_config.files",
                                                    "MCP client files that exist here"};
inline constexpr FactKey<TextList> mcp_config_naming{"mcp_config.naming",
                                                     "those with an entry that is 1Claw's"};
inline constexpr FactKey<std::string> mcp_config_file{"mcp_config.file",
                                                      "the file of the entry described here"};
inline constexpr FactKey<std::string> mcp_config_app{
    "mcp_config.app", "whose file it is: cursor, vscode, claude-desktop, …"};
inline constexpr FactKey<std::string> mcp_config_transport{"mcp_config.transport",
                                                           "that entry's way: stdio or hosted"};
inline constexpr FactKey<std::string> mcp_config_url{"mcp_config.url",
                                                     "URL of the hosted MCP entry (no user info)"};
inline constexpr FactKey<std::string> mcp_config_url_source{
    "mcp_config.url_source", "where that URL is written: file, or `--mcp-url`"};
inline constexpr FactKey<bool> mcp_config_url_valid{"mcp_config.url_valid",
                                                    "an absolute http or https URL"};
inline constexpr FactKey<std::string> mcp_config_url_problem{"mcp_config.url_problem",
                                                             "what is wrong with its form"};
inline constexpr FactKey<bool> mcp_config_url_without_path{
    "mcp_config.url_without_mcp_path", "the hosted MCP URL does not end in /mcp"};
inline constexpr FactKey<std::string> mcp_config_url_role{
    "mcp_config.url_host_role", "what its host serves: mcp, api, dashboard, …; see url.host_role"};
inline constexpr FactKey<std::string> mcp_config_url_meant{
    "mcp_config.url_meant_host", "the official host of which its host is a near miss"};
inline constexpr FactKey<bool> mcp_config_url_http{"mcp_config.url_http_to_remote",
                                                   "plain http to a host that is not this machine"};
inline constexpr FactKey<TextList> mcp_config_wrong_root{
    "mcp_config.wrong_root_key",
    "files whose entry stands under a key the application does not read: `~/.vscode/mcp.json: "
    "mcpServers instead of servers`"};
inline constexpr FactKey<bool> mcp_config_no_authorization{
    "mcp_config.missing_authorization", "the hosted entry has no Authorization header"};
inline constexpr FactKey<bool> mcp_config_no_scheme{
    "mcp_config.authorization_without_bearer", "its Authorization does not begin with `Bearer `"};
inline constexpr FactKey<bool> mcp_config_no_vault_header{
    "mcp_config.missing_vault_header", "a JWT as Bearer needs X-Vault-ID and there is none"};
inline constexpr FactKey<std::string> mcp_config_bearer_kind{
    "mcp_config.bearer_kind", "kind of its Bearer; the words of credential.kind"};
inline constexpr FactKey<bool> mcp_config_bearer_wrong_kind{
    "mcp_config.bearer_wrong_kind", "hosted MCP takes agent keys and agent JWTs only"};
inline constexpr FactKey<TextList> mcp_config_bearer_problems{
    "mcp_config.bearer_problems", "pasting mistakes in it; the words of credential.problems"};
inline constexpr FactKey<bool> mcp_config_bearer_expired{
    "mcp_config.bearer_expired", "its Bearer is a JWT whose exp has passed by the local clock"};
inline constexpr FactKey<std::int64_t> mcp_config_bearer_expires_in{
    "mcp_config.bearer_expires_in_seconds", "exp minus the local clock; negative when passed"};
inline constexpr FactKey<TextList> mcp_config_expired_tokens{
    "mcp_config.expired_tokens", "files that hold an expired JWT, with where: `file: header`"};
inline constexpr FactKey<TextList> mcp_config_wrong_kinds{
    "mcp_config.wrong_kinds",
    "files with a kind of key their client cannot use: `file: ONECLAW_AGENT_API_KEY is a user "
    "key`"};
inline constexpr FactKey<TextList> mcp_config_value_problems{
    "mcp_config.value_problems", "pasting mistakes in entries: `file: NAME: placeholder`"};
inline constexpr FactKey<TextList> mcp_config_unexpanded{
    "mcp_config.unexpanded",
    "values with ${…} in the file of an application that expands none: `file: NAME`"};
inline constexpr FactKey<TextList> mcp_config_unset_references{
    "mcp_config.unset_references",
    "values that refer to a variable not in the environment: `file: NAME refers to OTHER`"};
inline constexpr FactKey<TextList> mcp_config_ineffective{
    "mcp_config.ineffective_variables",
    "1Claw variables in an entry's env that the MCP server does not read: `file: ONECLAW_API_KEY`"};
inline constexpr FactKey<TextList> mcp_config_no_credential{
    "mcp_config.without_credential", "files whose stdio entry gives the server no credential"};
inline constexpr FactKey<TextList> mcp_config_no_vault{
    "mcp_config.token_without_vault", "files with ONECLAW_AGENT_TOKEN but no ONECLAW_VAULT_ID"};
inline constexpr FactKey<TextList> mcp_config_bad_urls{
    "mcp_config.bad_urls", "files with a wrong URL: `file: ONECLAW_BASE_URL ends in /v1`"};
inline constexpr FactKey<TextList> mcp_config_local_mode{
    "mcp_config.local_mode", "files that turn the local mode on (no cloud tools)"};
inline constexpr FactKey<TextList> mcp_config_disabled{"mcp_config.disabled",
                                                       "files whose 1Claw entry is disabled"};
inline constexpr FactKey<TextList> mcp_config_old_versions{
    "mcp_config.pinned_versions",
    "files that pin an @1claw/mcp older than 0.59, which needs agent id and vault id"};
inline constexpr FactKey<TextList> mcp_config_missing_scripts{
    "mcp_config.missing_scripts", "files whose entry starts a script that does not exist"};
inline constexpr FactKey<TextList> mcp_config_own_faults{
    "mcp_config.own_faults",
    "what keeps the examined client's own entry from working: wrong_root, disabled, "
    "missing_script, old_version, unset_reference"};
inline constexpr FactKey<bool> mcp_config_duplicated{
    "mcp_config.duplicated", "one application names 1Claw in its global and its project file"};
inline constexpr FactKey<TextList> mcp_config_duplicates_differ{
    "mcp_config.duplicates_differ", "in what the two differ: base URL, credential, vault, url"};

// Of this program's own file; whoever read it sets it.
inline constexpr FactKey<TextList> ignore_expired{
    "ignore.expired",
    "entries of --ignore-file that no longer hold: `access.ip, until 2026-01-31`"};

inline constexpr FactKey<TextList> files_found{"files.found", "1Claw related files that were read"};
inline constexpr FactKey<TextList> files_readable_by_others{
    "files.readable_by_others", "files that hold a credential and others may read, with mode"};
inline constexpr FactKey<TextList> files_unparseable{
    "files.unparseable", "files that mention 1Claw and cannot be parsed"};
inline constexpr FactKey<TextList> files_unreadable{"files.unreadable",
                                                    "files that exist and could not be read"};
inline constexpr FactKey<TextList> files_with_comments{
    "files.with_comments",
    "JSON files with comments or trailing commas whose application takes strict JSON"};
inline constexpr FactKey<std::string> files_claude_path_case{
    "files.claude_path_case",
    "1Claw is named in ~/.config/claude/…, but Claude Desktop on Linux reads ~/.config/Claude/…"};
inline constexpr FactKey<std::string> files_cli_config{"files.cli_config",
                                                       "the CLI's file, when it exists"};
inline constexpr FactKey<bool> files_cli_config_moved{
    "files.cli_config_moved",
    "ONECLAW_CONFIG_DIR names a directory without config.json while the usual one has it"};
inline constexpr FactKey<bool> files_cli_logged_in{"files.cli_logged_in",
                                                   "the CLI's file holds a login"};

inline constexpr FactKey<bool> dotenv_present{"dotenv.present",
                                              ".env exists in the working directory"};
inline constexpr FactKey<TextList> dotenv_names{"dotenv.names", "1Claw variables in .env"};
inline constexpr FactKey<TextList> dotenv_not_exported{
    "dotenv.not_exported",
    "1Claw variables in .env that are not in the environment: only a program that loads .env has "
    "them"};
inline constexpr FactKey<bool> dotenv_credential_not_exported{
    "dotenv.credential_not_exported",
    "this client finds no credential, and .env holds one under a name it reads"};
inline constexpr FactKey<TextList> dotenv_differs{
    "dotenv.differs", "variables with one value in .env and another in the environment"};
inline constexpr FactKey<TextList> dotenv_digit_variables{
    "dotenv.digit_variables", "1CLAW_* names in .env: a shell that sources it refuses them"};
inline constexpr FactKey<TextList> dotenv_problems{
    "dotenv.problems", "pasting mistakes in .env: `ONECLAW_API_KEY: placeholder`"};
inline constexpr FactKey<bool> dotenv_crlf{
    "dotenv.crlf", "lines end in CR LF: a shell that sources .env keeps the CR in the values"};
inline constexpr FactKey<TextList> dotenv_spaced{
    "dotenv.spaced", "1Claw names written with spaces around =, which a shell refuses"};

inline constexpr std::array<const FactSpec*, 56> file_facts{
    &mcp_config_files,
    &mcp_config_naming,
    &mcp_config_file,
    &mcp_config_app,
    &mcp_config_transport,
    &mcp_config_url,
    &mcp_config_url_source,
    &mcp_config_url_valid,
    &mcp_config_url_problem,
    &mcp_config_url_without_path,
    &mcp_config_url_role,
    &mcp_config_url_meant,
    &mcp_config_url_http,
    &mcp_config_wrong_root,
    &mcp_config_no_authorization,
    &mcp_config_no_scheme,
    &mcp_config_no_vault_header,
    &mcp_config_bearer_kind,
    &mcp_config_bearer_wrong_kind,
    &mcp_config_bearer_problems,
    &mcp_config_bearer_expired,
    &mcp_config_bearer_expires_in,
    &mcp_config_expired_tokens,
    &mcp_config_wrong_kinds,
    &mcp_config_value_problems,
    &mcp_config_unexpanded,
    &mcp_config_unset_references,
    &mcp_config_ineffective,
    &mcp_config_no_credential,
    &mcp_config_no_vault,
    &mcp_config_bad_urls,
    &mcp_config_local_mode,
    &mcp_config_disabled,
    &mcp_config_old_versions,
    &mcp_config_missing_scripts,
    &mcp_config_own_faults,
    &mcp_config_duplicated,
    &mcp_config_duplicates_differ,
    &files_found,
    &files_readable_by_others,
    &files_unparseable,
    &files_unreadable,
    &files_with_comments,
    &files_claude_path_case,
    &files_cli_config,
    &files_cli_config_moved,
    &files_cli_logged_in,
    &dotenv_present,
    &dotenv_names,
    &dotenv_not_exported,
    &dotenv_credential_not_exported,
    &dotenv_differs,
    &dotenv_digit_variables,
    &dotenv_problems,
    &dotenv_crlf,
    &dotenv_spaced,
};

}  // namespace doctor::setup::fact
