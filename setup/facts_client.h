#pragma once
// Facts about whose set-up is examined. Established by discovery, reported by the probe `client`.

#include <array>

#include "core/fact.h"

namespace doctor::setup::fact {

inline constexpr FactKey<std::string> client_name{
    "client.name",
    "the client whose view is examined: cli, mcp (local stdio server), mcp-hosted, openclaw, "
    "hermes, sdk-typescript, sdk-python, sdk-go, action, sidecar, eliza, kong, flags, none"};
inline constexpr FactKey<std::string> client_title{"client.title",
                                                   "the client's name for people: `the 1Claw CLI`"};
inline constexpr FactKey<std::string> client_app{
    "client.app",
    "the application whose file starts the MCP client: claude-desktop, claude-code, cursor, "
    "cursor-project, vscode, vscode-project, windsurf, zed, continue, openclaw, hermes; absent "
    "when the view does not come from such a file"};
inline constexpr FactKey<std::string> client_reason{
    "client.reason", "why this client: `--profile cli`, `ONECLAW_API_KEY is set`, a file's name"};
inline constexpr FactKey<bool> client_configured{
    "client.configured", "some client on this machine is set up for 1Claw, or flags name one"};
inline constexpr FactKey<bool> client_profile_configured{
    "client.profile_configured",
    "with --profile: that client has a credential, a URL or a file of its own here"};
inline constexpr FactKey<TextList> client_others{
    "client.others", "other clients set up on this machine, each with what shows it"};
inline constexpr FactKey<TextList> client_variables{
    "client.variables", "names of the 1Claw variables in the environment (never values)"};
inline constexpr FactKey<TextList> client_unread_variables{
    "client.unread_variables",
    "ONECLAW_* variables in the environment that this client does not read"};
inline constexpr FactKey<TextList> client_misspelled_variables{
    "client.misspelled_variables",
    "variables no known client reads but one letter or separator away from one that is read: "
    "`ONECLAW_APIKEY (meant: ONECLAW_API_KEY)`"};
inline constexpr FactKey<TextList> client_digit_variables{
    "client.digit_variables",
    "1CLAW_* variables that are in the environment: no POSIX shell can export such a name"};
inline constexpr FactKey<TextList> client_empty_variables{
    "client.empty_variables", "variables this client reads that are set but empty"};
inline constexpr FactKey<bool> client_local_mode{
    "client.local_mode",
    "ONECLAW_LOCAL_VAULT or ONECLAW_LOCAL_ONLY is on for this MCP client: it has no cloud tools"};
inline constexpr FactKey<std::string> client_local_mode_variable{
    "client.local_mode_variable", "which of the two variables turns the local mode on"};
inline constexpr FactKey<bool> client_dpop{"client.dpop",
                                           "ONECLAW_DPOP is on: tokens are bound to a proof key"};
inline constexpr FactKey<bool> client_runtime_id{
    "client.runtime_id", "ONECLAW_RUNTIME_ID is set and sent with every request"};
inline constexpr FactKey<bool> client_platform_connection{
    "client.platform_connection",
    "with a platform key: ONECLAW_PLATFORM_CONNECTION is set, as such a key needs"};
inline constexpr FactKey<std::string> client_mcp_transport{
    "client.mcp_transport", "MCP_TRANSPORT of the MCP server when set: stdio or httpStream"};
inline constexpr FactKey<bool> client_mcp_transport_valid{
    "client.mcp_transport_valid", "MCP_TRANSPORT is one of the two words the server knows"};
inline constexpr FactKey<TextList> client_mcp_toolsets{
    "client.mcp_toolsets", "toolsets ONECLAW_MCP_TOOLSETS narrows the MCP server to"};

inline constexpr std::array<const FactSpec*, 20> client_facts{
    &client_name,
    &client_title,
    &client_app,
    &client_reason,
    &client_configured,
    &client_profile_configured,
    &client_others,
    &client_variables,
    &client_unread_variables,
    &client_misspelled_variables,
    &client_digit_variables,
    &client_empty_variables,
    &client_local_mode,
    &client_local_mode_variable,
    &client_dpop,
    &client_runtime_id,
    &client_platform_connection,
    &client_mcp_transport,
    &client_mcp_transport_valid,
    &client_mcp_toolsets,
};

}  // namespace doctor::setup::fact
