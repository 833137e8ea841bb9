#pragma once
// Manual pages (roff, man(7)), from the tables the program runs on.

#include <string>

#include "cli/commands.h"

namespace doctor::cli {

/// `oneclaw-doctor(1)`: what it is, the commands, exit codes, environment, files.
std::string overview_page();
/// `oneclaw-doctor-run(1)` and the like.
std::string command_page(const Command& command);

}  // namespace doctor::cli
