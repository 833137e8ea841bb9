#pragma once
// Help texts, laid out from the tables: examples first, at most 80 columns.

#include <string>

#include "cli/commands.h"

namespace doctor::cli {

std::string overview();
std::string help_for(const Command& command);

}  // namespace doctor::cli
