#pragma once
// References to variables in the files of MCP clients: `${env:NAME}` and `${NAME}`.

#include <string>
#include <string_view>

#include "setup/system.h"

namespace doctor::setup {

struct Expanded {
  std::string text;        ///< as typed when something stayed unexpanded
  std::string unset = {};  ///< a variable that is referred to and not in the environment
  bool run_time = false;   ///< holds a reference only the application itself can resolve
};

/// Only 1Claw's variables and variables that hold a 1Claw credential or an URL are looked up: a
/// file of a strange project must not be able to send other secrets of this machine anywhere.
Expanded expand(const System& system, std::string_view text);

}  // namespace doctor::setup
