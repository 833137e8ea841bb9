#pragma once
// One client's view of the machine: which of its readings finds a value, and which lose.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "setup/clients.h"
#include "setup/machine.h"

namespace doctor::setup {

/// The value that wins for one meaning, and where it was read.
struct Pick {
  Found found;
  const Reading* reading = nullptr;
  std::vector<Found> weaker = {};  ///< what the readings after it hold
};

/// One client's view of this machine.
struct View {
  const Client* client = nullptr;  ///< nullptr: no client at all
  std::string name;                ///< client.name: the client's, or flags, none
  const Entry* entry = nullptr;    ///< the entry of an MCP client's file it comes from
  Values environment = {};         ///< the variables this client sees
  std::array<std::optional<Pick>, meaning_count> picks = {};

  std::vector<std::string> run_time = {};  ///< names whose values only the client itself knows

  /// nullptr when the client has no such value. Lives as long as the view.
  const Pick* pick(Meaning meaning) const;
  /// A value exists that cannot be known here: a prompt, or a secret of the runner.
  bool at_run_time(Meaning meaning) const;
  /// A value from an option: it wins, and what won before becomes weaker.
  void put(const Reading& reading, Found found);
};

/// A client started from this shell.
View view_of(const Machine& machine, const Client& client);
/// An MCP server started (or reached) by an application, which sees the entry alone.
View view_of(const Entry& entry);
/// `cli`, `cursor (~/.cursor/mcp.json)`: the view for people.
std::string label_of(const View& view);
/// Whether two values are of one client.
bool same_view(const View& a, const View& b);
/// Every client that is set up here, whoever is examined.
std::vector<View> configured_views(const Machine& machine);

/// What a hosted MCP entry's Authorization holds behind `Bearer `.
std::string_view without_bearer(std::string_view authorization);
/// What is done with this credential, decided where it depends on prefix or agent id.
Use use_of(const View& view, const Pick& credential);

}  // namespace doctor::setup
