#pragma once
// A folder of rules (docs/rule-packs.md): read, laid over the built-in table, and held to its
// examples.

#include <string>
#include <vector>

#include "core/result.h"
#include "rules/pack.h"

namespace doctor::cli {

struct RulesPack {
  rules::Table own;
  rules::Table whole;  ///< own over built-in
  std::vector<rules::Example> examples = {};
  std::vector<std::string> replaced = {};  ///< ids of built-in rules that the pack has, too
  rules::Problems problems = {};           ///< one line each, with its place
};

/// Every `*.json` of the folder, `*.examples.json` as examples. Error: there is no rules file, or a
/// file cannot be read.
Result<RulesPack> read_rules_pack(const std::string& folder);

struct PackTrial {
  std::vector<std::string> failures = {};  ///< one line each: an example, or that one is missing
  std::vector<std::string> notes = {};     ///< what the pack and the built-in rules disagree about
  std::size_t examples = 0;
};

/// Each example judged by the whole table; each rule has to fire in one and be silent in another.
PackTrial try_pack(const RulesPack& pack);

}  // namespace doctor::cli
