#pragma once
// Many set-ups examined in one run: what each is, and what came out of it. Plain values.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/report.h"

namespace doctor::fleet {

/// Where a target's credential is to be read. A reference, never a value.
struct Credential {
  enum class From : std::uint8_t { none, variable, file };
  From from = From::none;
  std::string name = {};  ///< of the environment variable, or the file's path
  std::string kind = {};  ///< agent-key, api-key or token; empty: told by its look
  bool operator==(const Credential&) const = default;
};

/// One line of the targets file. An empty text is not given, and then what one run assumes.
struct Target {
  std::string name;  ///< unique in its file, not empty
  std::string base_url = {};
  std::string mcp_url = {};
  std::string agent_id = {};
  std::string vault = {};       ///< id or name
  std::string secret = {};      ///< its path
  std::string permission = {};  ///< read or write
  Credential credential = {};
  bool operator==(const Target&) const = default;
};

/// What became of one target.
struct Result {
  std::string target;     ///< its name
  std::size_t index = 0;  ///< its place in the targets file, the first is 0
  Report report;
};

/// The report's target gets the target's name, so that a reader of it, and what is known of it by
/// name (`--ignore RULE@NAME`), can tell whose it is.
void name_in_report(const std::string& name, Report& report);
std::string_view name_of(Credential::From from);  ///< none, variable, file

}  // namespace doctor::fleet
