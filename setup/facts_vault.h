#pragma once
// Facts about the vault and agent ids of the examined client. Established by discovery, reported by
// the probe `vault-id`. A text that looks like a key is never a fact.

#include <array>

#include "core/fact.h"

namespace doctor::setup::fact {

inline constexpr FactKey<bool> vault_id_present{"vault_id.present", "a vault is configured"};
inline constexpr FactKey<std::string> vault_id_text{
    "vault_id.text", "the vault as configured; masked when it looks like a key"};
inline constexpr FactKey<std::string> vault_id_source{"vault_id.source", "where it comes from"};
inline constexpr FactKey<std::string> vault_id_variable{
    "vault_id.variable", "the variable, member or header this client reads the vault from"};
inline constexpr FactKey<bool> vault_id_is_uuid{"vault_id.is_uuid", "it has the form of a UUID"};
inline constexpr FactKey<bool> vault_id_is_name{
    "vault_id.is_name", "a clean text that is no UUID and no key: probably the vault's name"};
inline constexpr FactKey<bool> vault_id_looks_like_key{"vault_id.looks_like_key",
                                                       "it is a credential, not a vault id"};
inline constexpr FactKey<bool> vault_id_almost_uuid{
    "vault_id.almost_uuid", "a UUID cut short, too long or with one wrong character"};
inline constexpr FactKey<TextList> vault_id_problems{
    "vault_id.problems", "pasting mistakes: quotes, surrounding_space, placeholder, …"};
inline constexpr FactKey<bool> vault_id_quoted{"vault_id.quoted", "quotes are part of the value"};
inline constexpr FactKey<bool> vault_id_white_space{
    "vault_id.white_space", "white space or a line break around or inside the id"};
inline constexpr FactKey<bool> vault_id_placeholder{"vault_id.placeholder",
                                                    "an example copied from a document"};
inline constexpr FactKey<bool> vault_id_unexpanded{"vault_id.unexpanded",
                                                   "${…} or the like, unexpanded"};
inline constexpr FactKey<bool> vault_id_required{
    "vault_id.required", "this client with this credential cannot work without a vault id"};
inline constexpr FactKey<bool> vault_id_missing{"vault_id.missing", "required and not configured"};
inline constexpr FactKey<std::string> vault_id_choice{
    "vault_id.choice", "how this client picks a vault when none is configured, in words"};
inline constexpr FactKey<TextList> vault_id_overrides{
    "vault_id.overrides", "weaker sources of this client with another vault: `source: id`"};
inline constexpr FactKey<TextList> vault_id_others_differ{
    "vault_id.others_differ", "other clients here that use another vault: `cursor uses …`"};
inline constexpr FactKey<std::string> vault_id_project_link{
    "vault_id.project_link",
    "the vault `1claw vault link` tied to this directory, when the CLI's commands use another"};
inline constexpr FactKey<bool> vault_id_equals_agent_id{"vault_id.equals_agent_id",
                                                        "vault id and agent id are the same text"};

inline constexpr FactKey<bool> agent_id_present{"agent_id.present", "an agent id is configured"};
inline constexpr FactKey<std::string> agent_id_text{
    "agent_id.text", "the agent id as configured; masked when it looks like a key"};
inline constexpr FactKey<std::string> agent_id_source{"agent_id.source", "where it comes from"};
inline constexpr FactKey<bool> agent_id_is_uuid{"agent_id.is_uuid", "it has the form of a UUID"};
inline constexpr FactKey<bool> agent_id_looks_like_key{"agent_id.looks_like_key",
                                                       "it is a credential, not an agent id"};
inline constexpr FactKey<TextList> agent_id_problems{
    "agent_id.problems", "pasting mistakes: quotes, surrounding_space, placeholder, …"};
inline constexpr FactKey<bool> agent_id_placeholder{"agent_id.placeholder",
                                                    "an example copied from a document"};
inline constexpr FactKey<bool> agent_id_unexpanded{"agent_id.unexpanded",
                                                   "${…} or the like, unexpanded"};
inline constexpr FactKey<bool> agent_id_missing_for_old_mcp{
    "agent_id.missing_for_old_mcp",
    "an MCP server before 0.59 ignores ONECLAW_AGENT_API_KEY without ONECLAW_AGENT_ID"};
inline constexpr FactKey<bool> agent_id_missing_for_client{
    "agent_id.missing_for_client",
    "this client sends an agent key to the users' endpoint unless an agent id is given (Go SDK)"};
inline constexpr FactKey<bool> agent_id_differs_from_token{
    "agent_id.differs_from_token", "the configured JWT belongs to another agent"};
inline constexpr FactKey<TextList> agent_id_others_differ{
    "agent_id.others_differ", "other clients here that use another agent: `cursor uses …`"};

inline constexpr std::array<const FactSpec*, 32> vault_facts{
    &vault_id_present,
    &vault_id_text,
    &vault_id_source,
    &vault_id_variable,
    &vault_id_is_uuid,
    &vault_id_is_name,
    &vault_id_looks_like_key,
    &vault_id_almost_uuid,
    &vault_id_problems,
    &vault_id_quoted,
    &vault_id_white_space,
    &vault_id_placeholder,
    &vault_id_unexpanded,
    &vault_id_required,
    &vault_id_missing,
    &vault_id_choice,
    &vault_id_overrides,
    &vault_id_others_differ,
    &vault_id_project_link,
    &vault_id_equals_agent_id,
    &agent_id_present,
    &agent_id_text,
    &agent_id_source,
    &agent_id_is_uuid,
    &agent_id_looks_like_key,
    &agent_id_problems,
    &agent_id_placeholder,
    &agent_id_unexpanded,
    &agent_id_missing_for_old_mcp,
    &agent_id_missing_for_client,
    &agent_id_differs_from_token,
    &agent_id_others_differ,
};

}  // namespace doctor::setup::fact
