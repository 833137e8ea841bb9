#pragma once
// Rules and facts for tests, in as few words as possible.

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/fact.h"
#include "core/report.h"
#include "rules/condition.h"
#include "rules/table.h"

namespace doctor::rules {

/// One declared fact of each type and more: a.flag, a.count, a.limit (integers), a.ratio (number),
/// a.text, a.other (text), a.list; b.flag, b.text; c.flag.
std::span<const FactSpec* const> test_facts();

/// A file of the row access.policy with these rules.
std::string file_with(std::string_view rules);

/// The parts of a rule; every part may be left as it is.
struct Draft {
  std::string id = "access.policy/one";
  std::string severity = "error";
  std::string certainty = "certain";
  std::string when = R"({"fact": "a.flag", "equals": true})";
  std::string title = "A title";
  std::string because = R"(["It is so."])";
  std::string fix = R"([{"text": "Do it.", "actor": "you"}])";
  std::string source = "troubleshooting page";
  std::string more = {};  ///< `"explains": […], …`
};
std::string json_of(const Draft& draft);
/// A table of these rules, each in its own row; problems fail the test.
Table table_of(const std::vector<Draft>& drafts);
/// The condition of a rule; problems fail the test.
Condition condition_of(std::string_view json);

Facts facts_of_pairs(const std::vector<std::pair<std::string, FactValue>>& pairs);
Observation observation(const std::string& id,
                        const std::vector<std::pair<std::string, FactValue>>& facts,
                        Status status = Status::pass);
/// Names the cases of a parameterised test by their `name`.
inline constexpr auto name_of_case = [](const auto& test) {
  return std::string{test.param.name};
};
std::vector<std::string> ids_of(const std::vector<Finding>& findings);

}  // namespace doctor::rules
