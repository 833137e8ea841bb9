#pragma once
// What answers for a host: the API, the product's other sites, or a stranger in between.

#include <string>

#include "mock/message.h"
#include "mock/state.h"

namespace doctor::mock {

/// The caller holds the state's lock.
Answer answer_as(State& state, const std::string& persona, const Request& request);

/// The hosted MCP server (mcp.cc).
Answer answer_mcp(State& state, const Request& request);

}  // namespace doctor::mock
