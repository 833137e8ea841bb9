#pragma once
// docs/rules/: a page per rule and an index, in Markdown, out of the built-in table and the
// scenarios that play its rules.

#include <string>
#include <vector>

namespace doctor::cli {

struct RulePage {
  std::string path;  ///< below docs/rules/: `net.dns/servfail.md`, `README.md`
  std::string text;
};

std::vector<RulePage> rule_pages();

}  // namespace doctor::cli
