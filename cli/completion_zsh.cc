// zsh: one function per list and one per command, in the words of _arguments.

#include <fmt/format.h>

#include "cli/completion.h"
#include "cli/version.h"

namespace doctor::cli {
namespace {

/// With a backslash before each of the characters that mean something there.
std::string escaped(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) {
      out += '\\';
    }
    out += c;
  }
  return out;
}

/// How _arguments is told what may come: `:message:action`. A space before the action keeps it as
/// it is written.
std::string action(const Expected& expected, std::string_view message) {
  const std::string label = escaped(message.empty() ? " " : message, "\\:[]");
  if (expected.then_file) {
    return fmt::format(":{}: _oneclaw_doctor_then_file {}", label, expected.list);
  }
  if (!expected.list.empty() && expected.files) {
    return fmt::format(":{}: _oneclaw_doctor_or_file {}", label, expected.list);
  }
  if (!expected.list.empty()) {
    return fmt::format(":{}:_oneclaw_doctor_of_{}", label, expected.list);
  }
  return fmt::format(":{}:{}", label, expected.files ? "_files" : " ");
}

std::string argument(const Option& option) {
  std::string about = fmt::format("[{}]", escaped(option.help, "\\:[]"));
  std::string value;
  std::string long_end;
  std::string short_end;
  if (!option.value.empty()) {
    value = (is_optional(option) ? ":" : "") + action(expected_value(option), option.value);
    long_end = is_optional(option) ? "=-" : "=";
    short_end = "+";
  }
  std::string out = fmt::format(
      "    {} \\\n", shell_quoted(fmt::format("*--{}{}{}{}", option.name, long_end, about, value)));
  if (option.letter != 0) {
    out += fmt::format(
        "    {} \\\n",
        shell_quoted(fmt::format("*-{}{}{}{}", option.letter, short_end, about, value)));
  }
  return out;
}

std::string words_of(const Command& command) {
  const Expected expected = expected_word(command);
  std::string out;
  if (!expected.list.empty()) {
    out += fmt::format("    {} \\\n", shell_quoted("1" + action(expected, command.words)));
  }
  if (expected.files) {
    out += "    '*:file:_files' \\\n";
  }
  return out;
}

std::string described(std::string_view function,
                      std::string_view message,
                      const std::vector<Suggestion>& list) {
  std::string out = fmt::format("\n{}() {{\n  local -a entries=(\n", function);
  for (const Suggestion& one : list) {
    const std::string about = one.about.empty() ? "" : ":" + one.about;
    out += fmt::format("    {}\n", shell_quoted(escaped(one.word, ":\\") + about));
  }
  return out + fmt::format("  )\n  _describe -t {0} {0} entries \"$@\"\n}}\n", message);
}

constexpr std::string_view helpers = R"sh(
# WORD=FILE
_oneclaw_doctor_then_file() {
  if compset -P '*='; then
    _files
  else
    _oneclaw_doctor_of_$1 -qS =
  fi
}

_oneclaw_doctor_or_file() {
  _alternative "words:word:_oneclaw_doctor_of_$1" 'files:file:_files'
}
)sh";

constexpr std::string_view entry = R"sh(
_oneclaw-doctor() {
  if (( CURRENT == 2 )) && [[ $PREFIX != -* ]]; then
    _oneclaw_doctor_commands
  elif (( CURRENT > 2 )) && (( $+functions[_oneclaw_doctor_command_$words[2]] )); then
    shift words
    (( CURRENT-- ))
    _oneclaw_doctor_command_$words[1]
  else
    _oneclaw_doctor_command_run '--version[print the version]'
  fi
}

if [[ $funcstack[1] == _oneclaw-doctor ]]; then
  _oneclaw-doctor "$@"
else
  compdef _oneclaw-doctor oneclaw-doctor
fi
)sh";

}  // namespace

std::string zsh_completion() {
  std::string out = fmt::format("#compdef oneclaw-doctor\n# zsh completion for oneclaw-doctor {}\n",
                                tool_version());
  for (const auto& [name, list] : word_lists()) {
    out += described("_oneclaw_doctor_of_" + name, "words", list);
  }
  std::vector<Suggestion> names;
  for (const Command& command : commands()) {
    names.push_back({.word = std::string{command.name}, .about = std::string{command.about}});
  }
  out += described("_oneclaw_doctor_commands", "commands", names);
  out += helpers;
  for (const Command& command : commands()) {
    out += fmt::format("\n_oneclaw_doctor_command_{}() {{\n  _arguments -s \\\n", command.name);
    for (const Option& option : command.options()) {
      out += argument(option);
    }
    out += argument(help_option()) + words_of(command) + "    \"$@\"\n}\n";
  }
  out += entry;
  return out;
}

}  // namespace doctor::cli
