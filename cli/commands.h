#pragma once
// The commands, as a table: a command is added by adding a row.

#include <span>
#include <string>
#include <string_view>

#include "cli/arguments.h"

namespace doctor::cli {

struct Command {
  std::string_view name;
  std::string_view words;                      ///< what stands after it besides options: `RULE-ID`
  std::string_view about;                      ///< one line
  std::span<const std::string_view> examples;  ///< each `command line  # what for`
  const Suggestions* suggest = nullptr;        ///< words that may come first there
  std::span<const Option> (*options)();
  int (*run)(const Arguments& arguments);  ///< returns the exit code
};

std::span<const Command> commands();
const Command* find_command(std::string_view name);

// One file each: cli/command_*.cc.
int run_machine(const Arguments& arguments);
int explain(const Arguments& arguments);
int list(const Arguments& arguments);
int check_rules(const Arguments& arguments);
int serve_mock(const Arguments& arguments);
int replay(const Arguments& arguments);
int diff(const Arguments& arguments);
int merge(const Arguments& arguments);
int bundle_command(const Arguments& arguments);
int verify_bundle(const Arguments& arguments, const std::string& path);
int redact_bundle(const Arguments& arguments, const std::string& path);
int open_bundle(const Arguments& arguments, const std::string& path);
int make_keys(const Arguments& arguments, const std::string& path);
int completion(const Arguments& arguments);
int serve_health(const Arguments& arguments);

std::span<const Option> explain_options();
std::span<const Option> list_options();
std::span<const Option> check_rules_options();
std::span<const Option> mock_options();
std::span<const Option> serve_options();
std::span<const Option> diff_options();
std::span<const Option> merge_options();
std::span<const Option> bundle_options();
std::span<const Option> completion_options();

}  // namespace doctor::cli
