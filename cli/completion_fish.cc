// fish: one `complete` per option and list.

#include <fmt/format.h>

#include "cli/completion.h"
#include "cli/version.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

/// One word of fish, whose single quotes know two escapes.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') {
      out += '\\';
    }
    out += c;
  }
  return out + "'";
}

constexpr std::string_view helpers = R"fish(
# Is the command of this line one of these?
function __oneclaw_doctor_is
    set -l words (commandline -opc)
    set -l command run
    if set -q words[2]; and contains -- $words[2] $__oneclaw_doctor_commands
        set command $words[2]
    end
    contains -- $command $argv
end

# Does the cursor stand right after this command?
function __oneclaw_doctor_after
    set -l words (commandline -opc)
    test (count $words) -eq 2; and contains -- $words[2] $argv
end

# Is a file of this command being typed, and no option?
function __oneclaw_doctor_reads
    __oneclaw_doctor_is $argv; and not string match -q -- '-*' (commandline -ct)
end

function __oneclaw_doctor_at_start
    test (count (commandline -opc)) -eq 1
end

complete -c oneclaw-doctor -f
complete -c oneclaw-doctor -n __oneclaw_doctor_at_start -l version -d 'print the version'
complete -c oneclaw-doctor -s h -l help -d 'print examples and options'
)fish";

std::string call(const Expected& expected) {
  return expected.list.empty()
             ? ""
             : fmt::format(
                   " -a '(__oneclaw_doctor_{}{})'", expected.list, expected.then_file ? " =" : "");
}

/// Whether a value is needed, and of what kind.
std::string value_flags(const Option& option) {
  if (option.value.empty()) {
    return "";
  }
  const Expected expected = expected_value(option);
  if (is_optional(option)) {
    return " -f" + call(expected);
  }
  return (expected.files || expected.then_file ? " -rF" : " -x") + call(expected);
}

std::string list_function(const std::string& name, const std::vector<Suggestion>& list) {
  std::string out =
      fmt::format("\nfunction __oneclaw_doctor_{}\n    printf \"%s$argv[1]\\t%s\\n\"", name);
  for (const Suggestion& one : list) {
    out += fmt::format(" \\\n        {} {}", quoted(one.word), quoted(one.about));
  }
  return out + "\nend\n";
}

std::string of_command(const Command& command) {
  std::string out =
      fmt::format("\ncomplete -c oneclaw-doctor -n __oneclaw_doctor_at_start -a {} -d {}\n",
                  command.name,
                  quoted(command.about));
  const Expected word = expected_word(command);
  if (!word.list.empty()) {
    out += fmt::format(
        "complete -c oneclaw-doctor -n '__oneclaw_doctor_after {}'{}\n", command.name, call(word));
  }
  if (word.files) {
    out +=
        fmt::format("complete -c oneclaw-doctor -n '__oneclaw_doctor_reads {}' -F\n", command.name);
  }
  for (const Option& option : command.options()) {
    out += fmt::format("complete -c oneclaw-doctor -n '__oneclaw_doctor_is {}' -l {}{}{} -d {}\n",
                       command.name,
                       option.name,
                       option.letter == 0 ? "" : fmt::format(" -s {}", option.letter),
                       value_flags(option),
                       quoted(option.help));
  }
  return out;
}

}  // namespace

std::string fish_completion() {
  std::string out =
      fmt::format("# fish completion for oneclaw-doctor {}\n\nset -g __oneclaw_doctor_commands",
                  tool_version());
  for (const Command& command : commands()) {
    out += fmt::format(" {}", command.name);
  }
  out += "\n";
  for (const auto& [name, list] : word_lists()) {
    out += list_function(name, list);
  }
  out += helpers;
  for (const Command& command : commands()) {
    out += of_command(command);
  }
  return out;
}

}  // namespace doctor::cli
