#pragma once
// Whose view is examined: --profile, else flags, else the agent variables an MCP server or plugin
// reads, else the CLI's, else the first MCP client file that names 1Claw, else nobody's.

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "setup/setup.h"
#include "setup/view.h"

namespace doctor::setup {

/// The view, and in words why it is this one.
struct Choice {
  View view;
  std::string reason;
  bool from_profile = false;
};

/// What `--profile` knows: clients, then the applications that start an MCP server. Each once.
std::vector<std::string_view> profiles();

/// The client, with the flags' values put over its own. Errors as in `discover`.
Result<Choice> choose(const System& system, const Machine& machine, const Options& options);

}  // namespace doctor::setup
