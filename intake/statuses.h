#pragma once
// What an HTTP status of 1Claw may mean, and how to tell (intake/statuses.json).

#include <span>
#include <string>
#include <vector>

#include "core/embedded.h"

namespace doctor::intake {

/// One cause that answers with the status.
struct Meaning {
  std::string rule;         ///< id in the rules table
  std::string how_to_tell;  ///< one sentence
};

/// In order of likelihood; meanings that one of the words fits come first. Empty for a status that
/// 1Claw does not use.
std::vector<Meaning> meanings_of(int status, const std::vector<std::string>& words);
/// Every rule the table names.
std::vector<std::string> rules_of_statuses();

/// The table that the program has in it.
std::span<const EmbeddedFile> status_files();

}  // namespace doctor::intake
