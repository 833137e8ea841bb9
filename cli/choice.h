#pragma once
// What the option tables share: what is wrong with a value, and options whose value is one of a few
// words.

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace doctor::cli {

/// nullopt: applied; otherwise what is wrong with the value, which it names.
using Problem = std::optional<std::string>;

constexpr std::size_t longest_echo = 60;

/// `'jsno' is none of terminal, json; did you mean 'json'?`
std::string not_one_of(const std::string& value, const std::vector<std::string>& words);

/// Says that `command` takes one of `names` and not what was given; the exit code.
int complain_of_words(std::string_view command,
                      const std::vector<std::string>& given,
                      const std::vector<std::string>& names);

template <typename T, std::size_t N>
struct Choice {
  std::array<std::string_view, N> words;
  std::array<T, N> values;
};

template <typename T, std::size_t N>
Problem choose(const std::string& value, const Choice<T, N>& choice, T& target) {
  const auto* const found = std::ranges::find(choice.words, value);
  if (found == choice.words.end()) {
    return not_one_of(value, {choice.words.begin(), choice.words.end()});
  }
  target = choice.values.at(static_cast<std::size_t>(found - choice.words.begin()));
  return std::nullopt;
}

}  // namespace doctor::cli
