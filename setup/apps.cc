#include "setup/apps.h"

#include <algorithm>
#include <array>

namespace doctor::setup {
namespace {

// The CLI writes Claude Desktop's file on Linux to ~/.config/claude; the application reads
// ~/.config/Claude. Both are looked at; files.claude_path_case tells them apart.
constexpr std::array table{
    App{.name = "claude-desktop",
        .family = "claude-desktop",
        .path = "~/Library/Application Support/Claude/claude_desktop_config.json",
        .root = "mcpServers",
        .expands = false},
    App{.name = "claude-desktop",
        .family = "claude-desktop",
        .path = "$APPDATA/Claude/claude_desktop_config.json",
        .root = "mcpServers",
        .expands = false},
    App{.name = "claude-desktop",
        .family = "claude-desktop",
        .path = "~/.config/Claude/claude_desktop_config.json",
        .root = "mcpServers",
        .expands = false},
    App{.name = "claude-desktop",
        .family = "claude-desktop",
        .path = "~/.config/claude/claude_desktop_config.json",
        .root = "mcpServers",
        .expands = false},
    App{.name = "claude-code",
        .family = "claude-code",
        .path = "~/.claude.json",
        .root = "mcpServers"},
    App{.name = "cursor",
        .family = "cursor",
        .path = "~/.cursor/mcp.json",
        .root = "mcpServers",
        .format = Format::json_comments},
    App{.name = "vscode",
        .family = "vscode",
        .path = "~/.vscode/mcp.json",
        .root = "servers",
        .format = Format::json_comments},
    App{.name = "windsurf",
        .family = "windsurf",
        .path = "~/.codeium/windsurf/mcp_config.json",
        .root = "mcpServers"},
    App{.name = "zed",
        .family = "zed",
        .path = "~/.config/zed/settings.json",
        .root = "context_servers",
        .format = Format::json_comments},
    App{.name = "continue",
        .family = "continue",
        .path = "~/.continue/config.json",
        .root = "mcpServers",
        .format = Format::json_comments},
    App{.name = "openclaw-mcp",
        .family = "openclaw",
        .path = "~/.openclaw/openclaw.json",
        .root = "mcp.servers",
        .moved = "$OPENCLAW_CONFIG",
        .format = Format::json5},
    App{.name = "hermes-mcp",
        .family = "hermes",
        .path = "~/.hermes/config.yaml",
        .root = "mcp_servers",
        .moved = "$HERMES_CONFIG_DIR/config.yaml",
        .format = Format::yaml},
    App{.name = "claude-code-project",
        .family = "claude-code",
        .path = "./.mcp.json",
        .root = "mcpServers",
        .project = true},
    App{.name = "cursor-project",
        .family = "cursor",
        .path = "./.cursor/mcp.json",
        .root = "mcpServers",
        .format = Format::json_comments,
        .project = true},
    App{.name = "vscode-project",
        .family = "vscode",
        .path = "./.vscode/mcp.json",
        .root = "servers",
        .format = Format::json_comments,
        .project = true},
};

}  // namespace

std::span<const App> apps() {
  return table;
}

const App* find_app(std::string_view name) {
  const auto* const found = std::ranges::find(table, name, &App::name);
  return found == table.end() ? nullptr : found;
}

std::vector<std::string_view> known_roots() {
  std::vector<std::string_view> roots;
  for (const App& app : table) {
    if (std::ranges::find(roots, app.root) == roots.end()) {
      roots.push_back(app.root);
    }
  }
  return roots;
}

}  // namespace doctor::setup
