#pragma once
// A user's rules file: for --rules, and for `rules check`.

#include <string>

#include "core/result.h"
#include "rules/table.h"

namespace doctor::cli {

struct CheckedRules {
  rules::Table table;
  rules::Problems problems;  ///< one line each, with its place
};

/// Error: the file cannot be read.
Result<CheckedRules> read_rules_file(const std::string& path);
/// The built-in table when `path` is empty. Error: as above, or the first problem with its place,
/// and how many there are.
Result<rules::Table> load_rules_file(const std::string& path);

}  // namespace doctor::cli
