#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/rules_file.h"
#include "cli/rules_pack.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

constexpr std::size_t longest_path = 300;

std::string counted(std::size_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

/// Each on standard output, and their number on standard error.
int tell_problems(const std::string& path, const rules::Problems& problems) {
  const int code = print(join(problems, "\n") + "\n", exit_usage);
  return code != exit_usage ? code
                            : complain(fmt::format("'{}' has {}",
                                                   shown(path, longest_path),
                                                   counted(problems.size(), "problem")),
                                       exit_usage);
}

int check_file(const std::string& path) {
  const Result<CheckedRules> checked = read_rules(path);
  if (!checked) {
    return complain(checked.error().message, exit_usage);
  }
  if (!checked->problems.empty()) {
    return tell_problems(path, checked->problems);
  }
  return print(fmt::format("{}: {}, no problem\n",
                           shown(path, longest_path),
                           counted(checked->table.rules.size(), "rule")),
               exit_ok);
}

int test_pack(const std::string& folder) {
  const Result<RulesPack> pack = read_rules_pack(folder);
  if (!pack) {
    return complain(pack.error().message, exit_usage);
  }
  if (!pack->problems.empty()) {
    return tell_problems(folder, pack->problems);
  }
  const PackTrial trial = try_pack(*pack);
  std::string out;
  for (const std::string& note : trial.notes) {
    out += fmt::format("note: {}\n", note);
  }
  for (const std::string& line : trial.failures) {
    out += fmt::format("failed: {}\n", line);
  }
  out +=
      fmt::format("{}: {}, {}, {}\n",
                  shown(folder, longest_path),
                  counted(pack->own.rules.size(), "rule"),
                  counted(trial.examples, "example"),
                  trial.failures.empty() ? "all hold" : counted(trial.failures.size(), "failure"));
  return print(out, trial.failures.empty() ? exit_ok : exit_found);
}

struct Deed {
  std::string_view word;
  int (*act)(const std::string& path);
};
constexpr auto deeds = std::to_array<Deed>({{"check", check_file}, {"test", test_pack}});

}  // namespace

std::span<const Option> check_rules_options() {
  return {};
}

int check_rules(const Arguments& arguments) {
  constexpr std::size_t longest_echo = 60;
  const Words& words = arguments.words;
  const std::string given = words.empty() ? "" : shown(words.front(), longest_echo);
  const auto* const deed = std::ranges::find(deeds, given, &Deed::word);
  if (deed == deeds.end()) {
    return complain(fmt::format("'rules' knows 'check FILE-OR-FOLDER' and 'test FOLDER' only{}",
                                did_you_mean(given, Words{"check", "test"})),
                    exit_usage);
  }
  if (words.size() != 2) {
    return complain(fmt::format("'rules {}' takes one path", given), exit_usage);
  }
  return deed->act(words[1]);
}

}  // namespace doctor::cli
