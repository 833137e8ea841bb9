#pragma once
// Shell completion, written from the tables the program runs on: what may stand at each place of a
// command line, and one writer per shell.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "cli/suggestions.h"

namespace doctor::cli {

/// What a word of the command line may be.
struct Expected {
  std::string list = {};   ///< key into word_lists(); empty: no words are known
  bool files = false;      ///< a path
  bool then_file = false;  ///< `WORD=FILE`
};

/// The option's value, from its suggestions, else from how the help spells it: `read|write`,
/// `FILE`.
Expected expected_value(const Option& option);
/// The first word after the command, likewise.
Expected expected_word(const Command& command);
/// Must the value be written as `--name=value`?
bool is_optional(const Option& option);

/// Every list that some option or command expects, by a name of letters and underscores.
std::map<std::string, std::vector<Suggestion>> word_lists();

/// The options each command knows besides its own.
Option help_option();
Option version_option();

/// `'it'\''s'`: one word of a POSIX shell.
std::string shell_quoted(std::string_view text);

std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

}  // namespace doctor::cli
