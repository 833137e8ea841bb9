#pragma once
// What a recorded request shows of the credential and agent id it carried, in the terms of
// discovery: how they are formed, not whose they are. For records of others' requests (`explain`),
// where nothing else of the set-up is known.

#include <cstdint>
#include <string_view>

#include "core/fact.h"

namespace doctor::setup {

/// How a request carries its credential.
enum class Carried : std::uint8_t {
  bearer,          ///< Authorization
  agent_exchange,  ///< `api_key` of POST /v1/auth/agent-token
  user_exchange,   ///< `api_key` of POST /v1/auth/api-key-token
};

/// Facts of the group `credential` (setup/facts_credential.h). None for a value that whoever wrote
/// the record may have put in the credential's place: stars, a word, its beginning. No fact holds
/// any part of the value.
Facts facts_of_sent_credential(std::string_view value, Carried how);
/// Facts of the groups `client` and `files` (setup/facts_client.h, setup/facts_files.h): who speaks
/// to the hosted MCP server, and what `Authorization: Bearer` holds there. None as above.
Facts facts_of_sent_mcp_bearer(std::string_view value);
/// Facts of the agent id (setup/facts_vault.h) that came along with an exchange; an id that may be
/// a key is masked.
Facts facts_of_sent_agent_id(std::string_view value);

}  // namespace doctor::setup
