#include "cli/completion.h"

#include <algorithm>

#include "core/text.h"

namespace doctor::cli {
namespace {

bool is_literal(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

/// What the help spells in small letters is meant as it is: `[verify|open FILE]`.
std::vector<std::string> literals(std::string_view spelled) {
  std::string spaced{spelled};
  std::ranges::replace_if(
      spaced, [](char c) { return c == '|' || c == '[' || c == ']'; }, ' ');
  std::vector<std::string> out = split(spaced, ' ');
  std::erase_if(out, [](const std::string& word) { return !is_literal(word); });
  return out;
}

std::string list_name(const std::vector<std::string>& words) {
  std::string out = "of_" + join(words, "_");
  std::ranges::replace(out, '-', '_');
  return out;
}

void add_list(std::map<std::string, std::vector<Suggestion>>& lists,
              const Suggestions* suggest,
              std::string_view spelled) {
  if (suggest != nullptr) {
    lists[std::string{suggest->name}] = suggest->all();
    return;
  }
  const std::vector<std::string> words = literals(spelled);
  if (!words.empty()) {
    std::vector<Suggestion>& list = lists[list_name(words)];
    list.clear();
    std::ranges::transform(words, std::back_inserter(list), [](const std::string& word) {
      return Suggestion{.word = word};
    });
  }
}

std::string list_of(const Suggestions* suggest, std::string_view spelled) {
  if (suggest != nullptr) {
    return std::string{suggest->name};
  }
  const std::vector<std::string> words = literals(spelled);
  return words.empty() ? "" : list_name(words);
}

}  // namespace

Expected expected_value(const Option& option) {
  const bool then_file = option.value.ends_with("=FILE");
  return {.list = list_of(option.suggest, option.value),
          .files = !then_file && option.value.find("FILE") != std::string_view::npos,
          .then_file = then_file};
}

Expected expected_word(const Command& command) {
  return {.list = list_of(command.suggest, command.words),
          .files = std::ranges::any_of(command.words, [](char c) { return c >= 'A' && c <= 'Z'; }),
          .then_file = false};
}

bool is_optional(const Option& option) {
  return !option.implicit.empty();
}

std::map<std::string, std::vector<Suggestion>> word_lists() {
  std::map<std::string, std::vector<Suggestion>> out;
  for (const Command& command : commands()) {
    add_list(out, command.suggest, command.words);
    for (const Option& option : command.options()) {
      add_list(out, option.suggest, option.value);
    }
  }
  return out;
}

Option help_option() {
  return {.name = "help", .letter = 'h', .help = "print examples and options"};
}

Option version_option() {
  return {.name = "version", .help = "print the version"};
}

std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    out += c == '\'' ? std::string{"'\\''"} : std::string(1, c);
  }
  return out + "'";
}

}  // namespace doctor::cli
