#pragma once
// Conditions on facts, in three-valued (Kleene) logic: a condition on an unknown fact is unknown,
// `not` of unknown is unknown, and a rule fires only when its condition is `yes`. `exists` alone is
// decided by absence. A fact whose type does not fit the test leaves the test unknown.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/fact.h"

namespace re2 {
class RE2;
}

namespace doctor::rules {

/// Kleene's three values, in their order.
enum class Truth : std::uint8_t { no, unknown, yes };

/// A regular expression, compiled when it is first needed: most runs meet few of the table's many.
/// Not for several threads.
class Pattern {
 public:
  /// A pattern that does not compile is found by the loader, which refuses the rule.
  explicit Pattern(std::string text);
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;
  ~Pattern();
  const std::string& text() const { return text_; }  ///< as it stands in the table
  const re2::RE2& compiled() const;                  ///< compiled when it is first asked for

 private:
  std::string text_;
  mutable std::unique_ptr<re2::RE2> compiled_;
};

/// A tree: conditions with parts, and tests of one fact each as its leaves.
struct Condition {
  /// What a condition does with its parts.
  enum class Kind : std::uint8_t {
    all,      ///< without parts: always true
    any,      ///< without parts: never true
    none_of,  ///< `not`: true when every part is false
    given,    ///< one part, which is context: it counts, but is no evidence
    test,
  };
  /// How a fact is compared, and with what.
  enum class Test : std::uint8_t {
    exists,  ///< value: boolean
    equals,
    one_of,
    contains,  ///< text: fragment, ignoring case; list: element
    matches,   ///< RE2 anywhere in the text or in one element, ignoring case unless (?-i)
    less,
    at_most,
    more,
    at_least,
  };
  Kind kind = Kind::all;
  std::vector<Condition> parts = {};  ///< all, any, none_of, given
  std::string fact = {};
  Test test = Test::exists;
  std::vector<FactValue> values = {};  ///< one, or several for one_of; none beside other_fact
  std::string other_fact = {};         ///< compare with this fact instead of a value
  std::shared_ptr<const Pattern> pattern = {};
};

/// `used` receives the names of the facts that made the condition true (its evidence), if not null:
/// those of positive tests. What stands inside `not` or `given`, or in a part that does not hold,
/// is no evidence.
Truth evaluate(const Condition& condition, const Facts& facts, std::vector<std::string>* used);

/// Every fact the condition mentions, sorted.
std::vector<std::string> facts_of(const Condition& condition);
/// The facts that are known whenever the condition is `outcome` (yes or no), sorted: what a text
/// may rely on.
std::vector<std::string> known_when(const Condition& condition, Truth outcome);

/// Can the condition have evidence: does it hold a test outside of every `not` and `given`?
bool has_evidence(const Condition& condition);

/// In words, on one line: `token.expired is yes and not (clock.synced is no)`.
std::string describe(const Condition& condition);
/// The word of a test in a rule file: `at_most`.
std::string_view name_of(Condition::Test test);

}  // namespace doctor::rules
