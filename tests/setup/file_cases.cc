// The files themselves and `.env`.

#include "tests/setup/case.h"

namespace doctor::setup {
namespace {

const std::string entry = R"({"mcpServers":{"1claw":{"command":"npx","args":["@1claw/mcp"],"env":{)"
                          R"("ONECLAW_AGENT_API_KEY":")" +
                          agent_key + R"("}}}})";
const std::string claude = "~/.config/Claude/claude_desktop_config.json";

std::vector<Case> client_files() {
  return {
      {.name = "readable_by_others",
       .files = {{"~/.cursor/mcp.json", entry}},
       .modes = {{"~/.cursor/mcp.json", 0644}},
       .expected = {"files.readable_by_others=~/.cursor/mcp.json (mode 0644)"}},
      {.name = "healthy_readable_without_a_credential",
       .environment = {{"ONECLAW_AGENT_API_KEY", agent_key}},
       .files = {{"~/.cursor/mcp.json",
                  R"({"mcpServers":{"1claw":{"command":"npx","args":["@1claw/mcp"],"env":{
                     "ONECLAW_AGENT_API_KEY":"${env:ONECLAW_AGENT_API_KEY}"}}}})"}},
       .modes = {{"~/.cursor/mcp.json", 0644}},
       .expected = {"!files.readable_by_others", "files.found=~/.cursor/mcp.json"}},
      {.name = "comments_in_strict_json",
       .files = {{claude, "// mine\n" + entry}},
       .expected = {"files.with_comments=" + claude,
                    "client.app=claude-desktop",
                    "!files.unparseable"}},
      {.name = "unparseable",
       .files = {{"~/.cursor/mcp.json", entry.substr(0, entry.size() - 1)}},
       .expected = {"files.unparseable=~/.cursor/mcp.json", "client.name=none"}},
      {.name = "healthy_unparseable_file_of_others",
       .files = {{"~/.cursor/mcp.json", "{"}},
       .expected = {"!files.unparseable"}},
      {.name = "unparseable_cli_file",
       .files = {{"~/.config/1claw/config.json", "{\"auth\": "}},
       .expected = {"files.unparseable=~/.config/1claw/config.json",
                    "files.cli_config=~/.config/1claw/config.json",
                    "files.cli_logged_in=no"}},
      {.name = "unreadable",
       .unreadable = {"~/.cursor/mcp.json"},
       .expected = {"files.unreadable=~/.cursor/mcp.json"}},
      {.name = "healthy_folders_in_the_files_places",
       .files = {{"./.env/pyvenv.cfg", "home = /usr/bin"}, {"~/.cursor/mcp.json/x", "x"}},
       .expected = {"!files.unreadable", "dotenv.present=no"}},
      {.name = "healthy_file_beyond_what_is_read",
       .files = {{"~/.config/1claw/config.json", std::string(most_read, ' ') + "{}"}},
       .expected = {"!files.with_comments", "!files.unparseable"}},
      {.name = "claude_path_case",
       .files = {{"~/.config/claude/claude_desktop_config.json", entry}},
       .expected = {"files.claude_path_case=~/.config/claude/claude_desktop_config.json"}},
      {.name = "healthy_claude_path",
       .files = {{claude, entry}},
       .expected = {"!files.claude_path_case", "client.app=claude-desktop"}},
      {.name = "moved_cli_config",
       .environment = {{"ONECLAW_CONFIG_DIR", "/srv/1claw"}},
       .files = {{"~/.config/1claw/config.json", "{}"}},
       .expected = {"files.cli_config_moved=yes", "!files.cli_config"}},
      {.name = "healthy_moved_cli_config",
       .environment = {{"ONECLAW_CONFIG_DIR", "/srv/1claw"}},
       .files = {{"/srv/1claw/config.json", R"({"auth":{"token":"opaque"}})"}},
       .expected = {"files.cli_config_moved=no", "files.cli_config=/srv/1claw/config.json"}},
  };
}

std::vector<Case> dotenv_files() {
  return {
      {.name = "dotenv_not_exported",
       .files = {{"./.env", "export ONECLAW_API_KEY=\"" + user_key + "\" # mine\nOTHER=1\n"}},
       .expected = {"dotenv.present=yes",
                    "dotenv.names=ONECLAW_API_KEY",
                    "dotenv.not_exported=ONECLAW_API_KEY",
                    "dotenv.credential_not_exported=yes",
                    "credential.present=no",
                    "client.name=none",
                    "!dotenv.problems"}},
      {.name = "healthy_dotenv_loaded",
       .environment = {{"ONECLAW_API_KEY", user_key}},
       .files = {{"./.env", "ONECLAW_API_KEY=" + user_key + "\n"}},
       .expected = {"!dotenv.not_exported", "!dotenv.differs", "!dotenv.credential_not_exported"}},
      {.name = "dotenv_differs",
       .environment = {{"ONECLAW_API_KEY", user_key}},
       .files = {{"./.env", "ONECLAW_API_KEY=1ck_other00000000000000000000000\n"}},
       .expected = {"dotenv.differs=ONECLAW_API_KEY"}},
      {.name = "dotenv_with_digits_crlf_and_spaces",
       .files = {{"./.env", "1CLAW_API_KEY = " + user_key + "\r\n"}},
       .expected = {"dotenv.digit_variables=1CLAW_API_KEY",
                    "dotenv.crlf=yes",
                    "dotenv.spaced=1CLAW_API_KEY",
                    "credential.only_digit_variables=yes"}},
      {.name = "dotenv_placeholder",
       .files = {{"./.env", "ONECLAW_API_KEY=1ck_...\n"}},
       .expected = {"dotenv.problems=ONECLAW_API_KEY: placeholder"}},
      {.name = "healthy_dotenv_read_by_an_sdk",
       .files = {{"./.env", "ONECLAW_API_KEY=" + user_key + "\n"}},
       .options = {.profile = "sdk"},
       .expected = {"credential.present=yes", "credential.source=.env ONECLAW_API_KEY"}},
      {.name = "dotenv_readable_by_others",
       .files = {{"./.env", "ONECLAW_API_KEY=" + user_key + "\n"}},
       .modes = {{"./.env", 0644}},
       .expected = {"files.readable_by_others=.env (mode 0644)"}},
  };
}

}  // namespace

std::vector<Case> file_cases() {
  std::vector<Case> all = client_files();
  const auto some = dotenv_files();
  all.insert(all.end(), some.begin(), some.end());
  return all;
}

}  // namespace doctor::setup
