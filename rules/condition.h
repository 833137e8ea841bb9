#pragma once
// Conditions on facts, in three-valued logic: a condition on an unknown fact is unknown, and a rule
// fires only when its condition is true. `exists` alone is decided by absence.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/fact.h"

namespace re2 {
class RE2;
}

namespace doctor::rules {

enum class Truth : std::uint8_t { no, unknown, yes };

struct Condition {
  enum class Kind : std::uint8_t { all, any, none_of, test };
  enum class Test : std::uint8_t {
    exists,  ///< value: boolean
    equals,
    one_of,
    contains,  ///< text: fragment, ignoring case; list: element
    matches,   ///< RE2, ignoring case unless (?-i)
    less,
    at_most,
    more,
    at_least,
  };
  Kind kind = Kind::all;
  std::vector<Condition> parts = {};  ///< all, any, none_of
  std::string fact = {};
  Test test = Test::exists;
  std::vector<FactValue> values = {};  ///< one, or several for one_of
  std::string other_fact = {};         ///< compare with this fact instead of a value
  std::shared_ptr<const re2::RE2> pattern = {};
};

/// `used` receives the names of the facts that made the condition true (evidence), if not null.
Truth evaluate(const Condition& condition, const Facts& facts, std::vector<std::string>* used);
/// Every fact the condition mentions.
std::vector<std::string> facts_of(const Condition& condition);

}  // namespace doctor::rules
