// bash: functions that answer from the tables, and one that reads the command line with them.

#include <fmt/format.h>

#include "cli/completion.h"
#include "cli/version.h"
#include "core/text.h"

namespace doctor::cli {
namespace {

constexpr std::string_view reading = R"sh(
# Offers those of the words that begin with $value; $kept stays before them on the line.
_oneclaw_doctor_offer() {
  local word
  while IFS= read -r word; do
    COMPREPLY+=("$kept$word")
    [[ $word == *= ]] && compopt -o nospace 2>/dev/null
  done < <(compgen "$@" -- "$value")
}

_oneclaw_doctor_files() {
  compopt -o filenames 2>/dev/null
  _oneclaw_doctor_offer -f
}

# Offers what $list, $files and $then_file say of $value.
_oneclaw_doctor_complete() {
  if [[ -n $then_file && $value == *=* ]]; then
    kept+=${value%%=*}=
    value=${value#*=}
    [[ $COMP_WORDBREAKS == *=* ]] && kept=
    _oneclaw_doctor_files
    return
  fi
  if [[ -n $list ]]; then
    local words
    words=$(_oneclaw_doctor_list "$list")
    [[ -n $then_file ]] && words=${words// /= }=
    _oneclaw_doctor_offer -W "$words"
  fi
  [[ -z $files ]] || _oneclaw_doctor_files
}

_oneclaw_doctor() {
  COMPREPLY=()
  local -a typed=()
  local word glue='' i
  # bash may hand over --mock=x as three words.
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if ((${#typed[@]} > 0)) && [[ $word == '=' || -n $glue ]]; then
      typed[${#typed[@]} - 1]+=$word
    else
      typed+=("$word")
    fi
    glue=
    [[ $word != '=' ]] || glue=1
  done
  local last=$((${#typed[@]} - 1)) first=0 command=run option='' seen=''
  local list='' files='' then_file='' optional='' kept='' value=${typed[${#typed[@]} - 1]}
  if ((last > 0)) && [[ " $(_oneclaw_doctor_commands) " == *" ${typed[0]} "* ]]; then
    command=${typed[0]} first=1
  fi
  for ((i = first; i < last; i++)); do
    word=${typed[i]}
    if [[ -n $option ]]; then
      option=
    elif [[ $word == -* ]]; then
      optional=
      if [[ $word != *=* ]] && _oneclaw_doctor_expects "$command:$word" && [[ -z $optional ]]; then
        option=$word
      fi
    else
      seen=1
    fi
  done
  list='' files='' then_file=''
  if [[ -n $option ]]; then
    _oneclaw_doctor_expects "$command:$option"
    _oneclaw_doctor_complete
  elif [[ $value == --*=* ]]; then
    option=${value%%=*}
    value=${value#*=}
    [[ $COMP_WORDBREAKS == *=* ]] || kept=$option=
    ! _oneclaw_doctor_expects "$command:$option" || _oneclaw_doctor_complete
  elif [[ $value == -* ]]; then
    _oneclaw_doctor_offer -W "$(_oneclaw_doctor_options "$command")"
    ((last > 0)) || _oneclaw_doctor_offer -W --version
  elif ((last == 0)); then
    _oneclaw_doctor_offer -W "$(_oneclaw_doctor_commands)"
  else
    _oneclaw_doctor_expects "$command:" || return 0
    [[ -z $seen ]] || list=
    _oneclaw_doctor_complete
  fi
}

complete -F _oneclaw_doctor oneclaw-doctor
)sh";

std::string spelled_options(const Command& command) {
  std::string out;
  const auto add = [&out](const Option& option) {
    out += fmt::format(" --{}", option.name);
    out += is_optional(option) ? fmt::format(" --{}=", option.name) : "";
    out += option.letter == 0 ? "" : fmt::format(" -{}", option.letter);
  };
  for (const Option& option : command.options()) {
    add(option);
  }
  add(help_option());
  return out.substr(1);
}

std::string assignments(const Expected& expected) {
  std::string out;
  out += expected.list.empty() ? "" : fmt::format(" list={}", expected.list);
  out += expected.files ? " files=1" : "";
  out += expected.then_file ? " then_file=1" : "";
  return out.empty() ? " :" : out;
}

std::string expectations() {
  std::string out;
  for (const Command& command : commands()) {
    out += fmt::format("    {}:){} ;;\n", command.name, assignments(expected_word(command)));
    for (const Option& option : command.options()) {
      if (option.value.empty()) {
        continue;
      }
      const std::string letter =
          option.letter == 0 ? "" : fmt::format(" | {}:-{}", command.name, option.letter);
      out += fmt::format("    {}:--{}{}){}{} ;;\n",
                         command.name,
                         option.name,
                         letter,
                         assignments(expected_value(option)),
                         is_optional(option) ? " optional=1" : "");
    }
  }
  return out;
}

}  // namespace

std::string bash_completion() {
  std::string out = fmt::format(
      "# bash completion for oneclaw-doctor {}: eval \"$(oneclaw-doctor completion bash)\"\n",
      tool_version());
  std::string names;
  out += "\n_oneclaw_doctor_list() {\n  case $1 in\n";
  for (const auto& [name, list] : word_lists()) {
    std::string words;
    for (const Suggestion& suggestion : list) {
      words += (words.empty() ? "" : " ") + suggestion.word;
    }
    out += fmt::format("    {}) printf '%s' {} ;;\n", name, shell_quoted(words));
  }
  out += "  esac\n}\n\n_oneclaw_doctor_options() {\n  case $1 in\n";
  for (const Command& command : commands()) {
    names += fmt::format(" {}", command.name);
    out += fmt::format("    {}) printf '%s' '{}' ;;\n", command.name, spelled_options(command));
  }
  out += fmt::format("  esac\n}}\n\n_oneclaw_doctor_commands() {{\n  printf '%s' '{}'\n}}\n",
                     names.substr(1));
  out +=
      "\n# COMMAND:OPTION, and COMMAND: for its words. Fails for an option without a value.\n"
      "_oneclaw_doctor_expects() {\n  case $1 in\n";
  out += expectations();
  out += "    *) return 1 ;;\n  esac\n}\n";
  out += reading;
  return out;
}

}  // namespace doctor::cli
