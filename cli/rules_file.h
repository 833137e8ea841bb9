#pragma once
// A user's rules, a file in place of the built-in table or a folder over it: for --rules, and for
// `rules check`.

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
/// The same of a file, or of a folder with a pack, which is laid over the built-in table.
Result<CheckedRules> read_rules(const std::string& path);
/// The built-in table when `path` is empty. Error: as above, or the first problem with its place,
/// and how many there are.
Result<rules::Table> load_rules_file(const std::string& path);

}  // namespace doctor::cli
