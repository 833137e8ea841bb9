#include <string>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/rules_file.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

int check_file(const std::string& path) {
  constexpr std::size_t longest_path = 300;
  const Result<CheckedRules> checked = read_rules_file(path);
  if (!checked) {
    return complain(checked.error().message, exit_usage);
  }
  const std::string name = shown(path, longest_path);
  const std::size_t count = checked->problems.size();
  if (count == 0) {
    const std::size_t rules = checked->table.rules.size();
    return print(fmt::format("{}: {} rule{}, no problem\n", name, rules, rules == 1 ? "" : "s"),
                 exit_ok);
  }
  const int code = print(join(checked->problems, "\n") + "\n", exit_usage);
  return code != exit_usage
             ? code
             : complain(fmt::format("'{}' has {} problem{}", name, count, count == 1 ? "" : "s"),
                        exit_usage);
}

}  // namespace

std::span<const Option> check_rules_options() {
  return {};
}

int check_rules(const Arguments& arguments) {
  constexpr std::size_t longest_echo = 60;
  const Words& words = arguments.words;
  if (words.empty() || words.front() != "check") {
    const std::string given = words.empty() ? "" : shown(words.front(), longest_echo);
    return complain(
        fmt::format("'rules' knows 'check FILE' only{}", did_you_mean(given, Words{"check"})),
        exit_usage);
  }
  if (words.size() != 2) {
    return complain("'rules check' takes one file", exit_usage);
  }
  return check_file(words[1]);
}

}  // namespace doctor::cli
