#pragma once
// Other servers that say the same: how a scenario is told again, and which weaker statements are
// honest where the telling loses what the diagnosis rested on.

#include <string>
#include <vector>

namespace doctor::foreign {

struct Variation {
  std::string name;
  std::string world;     ///< JSON merge patch on the scenario's world
  bool rewords = false;  ///< only words differ from the original
};

/// variations.json, and one for each vocabulary of wordings.json. Throws for a broken file.
std::vector<Variation> variations();

/// A statement that is allowed besides the expected row.
struct Allowance {
  std::string root;                ///< the scenario's expected rule or row; empty: nothing wrong
  std::vector<std::string> under;  ///< begins of variations' names
  std::vector<std::string> allow;  ///< rules or rows; `silent`: no error and no warning
};

std::vector<Allowance> allowances();

/// The scenario file that plays `scenario` under `variation`.
std::string retold(const std::string& scenario, const Variation& variation);

/// Whether `rule_or_row` is the rule, or its row.
bool covers(const std::string& rule_or_row, const std::string& rule);

}  // namespace doctor::foreign
