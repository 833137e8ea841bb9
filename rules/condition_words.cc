// Conditions in words, for people: `explain RULE-ID`, messages about mutants.

#include <array>

#include "core/text.h"
#include "rules/condition.h"

namespace doctor::rules {
namespace {

using Kind = Condition::Kind;
using Test = Condition::Test;

std::string describe_values(const Condition& condition) {
  if (!condition.other_fact.empty()) {
    return condition.other_fact;
  }
  if (condition.pattern != nullptr) {
    return "/" + condition.pattern->text() + "/";
  }
  std::vector<std::string> words;
  for (const FactValue& value : condition.values) {
    const std::string text = doctor::to_text(value);
    words.push_back(std::holds_alternative<std::string>(value) ? '"' + text + '"' : text);
  }
  return join(words, ", ");
}

std::string describe_test(const Condition& condition) {
  if (condition.test == Test::exists) {
    return condition.fact +
           (condition.values.front() == FactValue{true} ? " is known" : " is unknown");
  }
  constexpr std::array<std::string_view, 9> words{"is known",
                                                  "is",
                                                  "is one of",
                                                  "contains",
                                                  "matches",
                                                  "is less than",
                                                  "is at most",
                                                  "is more than",
                                                  "is at least"};
  return condition.fact + ' ' + std::string{words.at(static_cast<std::size_t>(condition.test))} +
         ' ' + describe_values(condition);
}

}  // namespace

std::string describe(const Condition& condition) {
  if (condition.kind == Kind::test) {
    return describe_test(condition);
  }
  std::vector<std::string> words;
  for (const Condition& part : condition.parts) {
    // `not` brings its own brackets.
    const bool bracketed = condition.kind != Kind::none_of && part.kind != condition.kind &&
                           part.parts.size() > 1 &&
                           (part.kind == Kind::all || part.kind == Kind::any);
    words.push_back(bracketed ? '(' + describe(part) + ')' : describe(part));
  }
  switch (condition.kind) {
    case Kind::all:
      return words.empty() ? "always" : join(words, " and ");
    case Kind::any:
      return words.empty() ? "never" : join(words, " or ");
    case Kind::none_of:
      return "not (" + join(words, " or ") + ')';
    case Kind::given:
      return "given " + join(words, " and ");
    case Kind::test:
      break;
  }
  return {};
}

std::string_view name_of(Condition::Test test) {
  constexpr std::array<std::string_view, 9> names{
      "exists", "equals", "one_of", "contains", "matches", "less", "at_most", "more", "at_least"};
  return names.at(static_cast<std::size_t>(test));
}

}  // namespace doctor::rules
