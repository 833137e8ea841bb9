#include "cli/program.h"

#include <algorithm>
#include <exception>
#include <typeinfo>

#include <fmt/format.h>

#include "cli/argument_guard.h"
#include "cli/commands.h"
#include "cli/help.h"
#include "cli/output.h"
#include "cli/version.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

constexpr std::size_t longest_echo = 60;

int unknown_command(const std::string& word) {
  if (const auto refusal = refused_argument({word})) {
    return complain(*refusal, exit_usage);
  }
  if (word == "help" || word == "version") {
    return complain(fmt::format("unknown command '{0}'; did you mean '--{0}'?", word), exit_usage);
  }
  std::vector<std::string> candidates;
  std::ranges::transform(commands(), std::back_inserter(candidates), [](const Command& command) {
    return std::string{command.name};
  });
  return complain(
      fmt::format(
          "unknown command '{}'{}", shown(word, longest_echo), did_you_mean(word, candidates)),
      exit_usage);
}

int dispatch(const Words& words) {
  const std::string first = words.empty() ? "" : words.front();
  if (first == "--version") {
    return print(fmt::format("oneclaw-doctor {} (rules {})\n", tool_version(), rules_version()),
                 exit_ok);
  }
  if (first == "--help" || first == "-h") {
    return print(overview(), exit_ok);
  }
  const bool named = !first.empty() && first.front() != '-';
  const Command* const command = find_command(named ? first : "run");
  if (command == nullptr) {
    return unknown_command(first);
  }
  const Words rest{words.begin() + (named ? 1 : 0), words.end()};
  if (std::ranges::any_of(
          rest, [](const std::string& word) { return word == "--help" || word == "-h"; })) {
    return print(help_for(*command), exit_ok);
  }
  const Result<Arguments> arguments = parse_arguments(command->options(), rest);
  if (!arguments) {
    return complain(arguments.error().message, exit_usage);
  }
  return command->run(*arguments);
}

}  // namespace

int program(const Words& words) noexcept {
  try {
    return dispatch(words);
  } catch (const std::exception& error) {
    // Its text may quote what was being read; its type cannot.
    return complain(fmt::format("internal error ({})", typeid(error).name()), exit_internal);
  } catch (...) {
    return complain("internal error", exit_internal);
  }
}

}  // namespace doctor::cli
