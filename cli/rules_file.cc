#include "cli/rules_file.h"

#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "cli/catalogue.h"
#include "cli/rules_pack.h"
#include "cli/unreadable.h"
#include "core/text.h"
#include "setup/system.h"

namespace doctor::cli {

Result<CheckedRules> read_rules_file(const std::string& path) {
  constexpr std::size_t longest_path = 300;
  const auto file = setup::RealSystem{}.file(path);
  if (!file) {
    return failure(cannot_read(path, "the rules file "));
  }
  CheckedRules out;
  out.problems = rules::load(shown(path, longest_path), file->content, known_facts(), out.table);
  const rules::Problems between = rules::check(out.table);
  out.problems.insert(out.problems.end(), between.begin(), between.end());
  return out;
}

Result<CheckedRules> read_rules(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(path, ignored)) {
    return read_rules_file(path);
  }
  Result<RulesPack> pack = read_rules_pack(path);
  if (!pack) {
    return failure(std::move(pack.error().message));
  }
  return CheckedRules{.table = std::move(pack->whole), .problems = std::move(pack->problems)};
}

Result<rules::Table> load_rules_file(const std::string& path) {
  if (path.empty()) {
    return rules::built_in_table();
  }
  Result<CheckedRules> checked = read_rules(path);
  if (!checked) {
    return failure(std::move(checked.error().message));
  }
  const rules::Problems& problems = checked->problems;
  if (problems.empty()) {
    return std::move(checked->table);
  }
  return failure(problems.size() == 1
                     ? problems.front()
                     : fmt::format("{} (and {} more; see 'oneclaw-doctor rules check')",
                                   problems.front(),
                                   problems.size() - 1));
}

}  // namespace doctor::cli
