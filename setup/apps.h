#pragma once
// The applications that start an MCP server from a file of their own: where the file is, under
// which key they look, what their format allows. Source: CLI src/ai-clients.ts, the MCP set-up
// page, and each application's documentation, 2026.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace doctor::setup {

/// What an application's file allows.
enum class Format : std::uint8_t {
  json,           ///< strict
  json_comments,  ///< comments and trailing commas are fine
  json5,          ///< more than that: what cannot be read here may still be right
  yaml,
};

/// One application's file.
struct App {
  std::string_view name;        ///< as in --profile: `cursor-project`
  std::string_view family;      ///< one application's files share it: `cursor`
  std::string_view path;        ///< begins with ~/, ./ or $VARIABLE/
  std::string_view root;        ///< members down to the entries: `mcp.servers`
  std::string_view moved = {};  ///< the path instead when the variable in it is set
  Format format = Format::json;
  bool expands = true;   ///< ${env:NAME} or ${NAME} is replaced from the environment
  bool project = false;  ///< in the working directory, so possibly someone else's
};

/// In the order in which they are looked at; global files before those of the project.
std::span<const App> apps();
const App* find_app(std::string_view name);
/// Every key some application keeps its MCP entries under.
std::vector<std::string_view> known_roots();

}  // namespace doctor::setup
