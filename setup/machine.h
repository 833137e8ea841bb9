#pragma once
// Everything discovery reads from this machine, once, before anyone asks what a client would make
// of it. Holds credentials in plain text: it lives inside `discover` only.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "setup/apps.h"
#include "setup/dotenv.h"
#include "setup/system.h"

namespace doctor::setup {

/// A value and where it was found.
struct Found {
  std::string value;
  std::string source;     ///< `ONECLAW_API_URL`, `~/.cursor/mcp.json env ONECLAW_BASE_URL`
  std::string file = {};  ///< as shown; empty for the environment and flags
  bool project = false;   ///< from a file of the working directory
  bool borrowed = false;  ///< in that file stands a reference; the value is the environment's
};
/// By variable, member or header.
using Values = std::map<std::string, Found, std::less<>>;

/// How an application reaches its MCP server: as a program it starts, or by URL.
enum class Transport : std::uint8_t { stdio, hosted };

/// One entry of an MCP client's file that is 1Claw's.
struct Entry {
  const App* app = nullptr;
  std::string file;  ///< as shown
  std::string name;
  std::string root;  ///< the key it was found under
  Transport transport = Transport::stdio;
  std::vector<std::string> words;  ///< command and arguments
  Values env;                      ///< expanded where the application expands
  Values remote;                   ///< url and headers, by their usual names
  bool disabled = false;
  std::vector<std::string> unset = {};     ///< `NAME refers to OTHER`
  std::vector<std::string> run_time = {};  ///< names whose values only the application knows
};

/// A file that was looked at.
struct FileNote {
  std::string file;  ///< as shown
  std::string path;
  const App* app = nullptr;  ///< nullptr: the CLI's file, `.env`, the plugin's
  unsigned mode = 0;
  bool readable = true;
  bool parsed = true;
  bool strict = true;     ///< parses without comments and trailing commas
  bool mentions = false;  ///< the text contains 1claw or oneclaw
  bool holds_credential = false;
};

/// The CLI's own file, if there is one.
struct CliFile {
  bool present = false;
  std::string file;           ///< as shown
  Values values;              ///< auth.token, apiUrl, defaultVaultId
  std::string project_vault;  ///< vaultId that projectLinks gives this directory
  std::optional<TimePoint> login_expires;
  bool moved = false;  ///< ONECLAW_CONFIG_DIR has none, the usual directory has one
};

/// What was read, before it means anything.
struct Machine {
  Values environment;
  bool has_dotenv = false;
  Dotenv dotenv;
  Values dotenv_values;
  CliFile cli;
  bool has_plugin = false;
  std::string plugin_file;  ///< as shown
  Values plugin;
  std::vector<Entry> entries;
  std::string workflow_file;  ///< the first that uses the GitHub Action, as shown; else empty
  Values workflow;
  std::vector<std::string> workflow_run_time;  ///< inputs that only the runner knows
  std::vector<FileNote> files;
};

/// Reads everything, once; what cannot be read is remembered as such.
Machine read_machine(const System& system);

/// `path` as people write it: the home directory becomes ~, the working directory `.`.
std::string shown_path(const System& system, const std::string& path);
/// The entries of one application's file, whatever the key they stand under.
std::vector<Entry> read_entries(const System& system,
                                const App& app,
                                const FileNote& note,
                                std::string_view content);

}  // namespace doctor::setup
