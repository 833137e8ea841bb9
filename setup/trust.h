#pragma once
// Which root certificates each kind of client uses on this machine: its usual ones, and what the
// variables of the environment put in their place or beside them.

#include <string>
#include <vector>

#include "setup/system.h"

namespace doctor::setup {

/// The roots of one kind of client.
struct ClientRoots {
  /// What counts unless a variable says otherwise.
  enum class Usual { none, system, authority };
  std::string client;    ///< node, python-requests, python-httpx, go, curl
  std::string variable;  ///< that names a file or directory; empty: none does
  Usual usual;           ///< the roots that count (beside those of the variable, if any)
  std::string pem = {};  ///< content of what the variable names
};

/// The roots of all kinds.
struct Roots {
  std::vector<ClientRoots> clients;
  std::vector<std::string> unreadable;  ///< `VARIABLE names PATH`, which cannot be read
};

/// Reads the variables and the files they name.
Roots client_roots(const System& system);

}  // namespace doctor::setup
