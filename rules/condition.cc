#include "rules/condition.h"

#include <algorithm>
#include <compare>
#include <iterator>
#include <utility>

#include <re2/re2.h>

#include "core/text.h"

namespace doctor::rules {
namespace {

using Kind = Condition::Kind;
using Test = Condition::Test;
using Names = std::vector<std::string>;

Truth truth_of(bool value) {
  return value ? Truth::yes : Truth::no;
}

/// Unordered when one of the two is no number, or not a number.
std::partial_ordering compare(const FactValue& a, const FactValue& b) {
  const auto* a_integer = std::get_if<std::int64_t>(&a);
  const auto* b_integer = std::get_if<std::int64_t>(&b);
  if (a_integer != nullptr && b_integer != nullptr) {
    return *a_integer <=> *b_integer;
  }
  const auto* a_number = std::get_if<double>(&a);
  const auto* b_number = std::get_if<double>(&b);
  if ((a_integer == nullptr && a_number == nullptr) ||
      (b_integer == nullptr && b_number == nullptr)) {
    return std::partial_ordering::unordered;
  }
  return (a_number != nullptr ? *a_number : static_cast<double>(*a_integer)) <=>
         (b_number != nullptr ? *b_number : static_cast<double>(*b_integer));
}

Truth equal(const FactValue& a, const FactValue& b) {
  if (a.index() == b.index()) {
    return truth_of(a == b);
  }
  const auto order = compare(a, b);
  return order == std::partial_ordering::unordered ? Truth::unknown : truth_of(std::is_eq(order));
}

Truth ordered(Test test, const FactValue& a, const FactValue& b) {
  const auto order = compare(a, b);
  if (order == std::partial_ordering::unordered) {
    return Truth::unknown;
  }
  switch (test) {
    case Test::less:
      return truth_of(std::is_lt(order));
    case Test::at_most:
      return truth_of(std::is_lteq(order));
    case Test::more:
      return truth_of(std::is_gt(order));
    case Test::at_least:
      return truth_of(std::is_gteq(order));
    case Test::exists:
    case Test::equals:
    case Test::one_of:
    case Test::contains:
    case Test::matches:
      break;
  }
  return Truth::unknown;
}

Truth contains(const FactValue& fact, const FactValue& value) {
  const auto* wanted = std::get_if<std::string>(&value);
  if (wanted == nullptr) {
    return Truth::unknown;
  }
  if (const auto* text = std::get_if<std::string>(&fact)) {
    return truth_of(contains_ignoring_case(*text, *wanted));
  }
  if (const auto* list = std::get_if<TextList>(&fact)) {
    return truth_of(std::ranges::find(*list, *wanted) != list->end());
  }
  return Truth::unknown;
}

Truth matches(const FactValue& fact, const Pattern& pattern) {
  const auto found = [&](const std::string& text) {
    return re2::RE2::PartialMatch(text, pattern.compiled());
  };
  if (const auto* text = std::get_if<std::string>(&fact)) {
    return truth_of(found(*text));
  }
  if (const auto* list = std::get_if<TextList>(&fact)) {
    return truth_of(std::ranges::any_of(*list, found));
  }
  return Truth::unknown;
}

Truth one_of(const FactValue& fact, const std::vector<FactValue>& values) {
  Truth best = Truth::no;
  for (const FactValue& value : values) {
    best = std::max(best, equal(fact, value));
  }
  return best;
}

Truth compare_with(const Condition& condition, const FactValue& fact, const FactValue& value) {
  switch (condition.test) {
    case Test::equals:
      return equal(fact, value);
    case Test::contains:
      return contains(fact, value);
    case Test::less:
    case Test::at_most:
    case Test::more:
    case Test::at_least:
      return ordered(condition.test, fact, value);
    case Test::exists:
    case Test::one_of:
    case Test::matches:
      break;
  }
  return Truth::unknown;
}

/// Does `exists` ask for presence (true) or for absence?
bool wants_presence(const Condition& condition) {
  return condition.values.empty() || condition.values.front() == FactValue{true};
}

Truth evaluate_test(const Condition& condition, const Facts& facts) {
  const FactValue* fact = facts.find(condition.fact);
  if (condition.test == Test::exists) {
    return truth_of((fact != nullptr) == wants_presence(condition));
  }
  if (fact == nullptr) {
    return Truth::unknown;
  }
  if (condition.test == Test::matches) {
    return condition.pattern == nullptr ? Truth::unknown : matches(*fact, *condition.pattern);
  }
  if (condition.test == Test::one_of) {
    return one_of(*fact, condition.values);
  }
  if (!condition.other_fact.empty()) {
    const FactValue* other = facts.find(condition.other_fact);
    return other == nullptr ? Truth::unknown : compare_with(condition, *fact, *other);
  }
  return condition.values.empty() ? Truth::unknown
                                  : compare_with(condition, *fact, condition.values.front());
}

Truth opposite(Truth truth) {
  return truth == Truth::unknown ? truth : truth_of(truth == Truth::no);
}

Names facts_of_test(const Condition& condition) {
  Names out{condition.fact};
  if (!condition.other_fact.empty()) {
    out.push_back(condition.other_fact);
  }
  std::ranges::sort(out);
  return out;
}

Names united(const Names& a, const Names& b) {
  Names out;
  std::ranges::set_union(a, b, std::back_inserter(out));
  return out;
}

Names common(const Names& a, const Names& b) {
  Names out;
  std::ranges::set_intersection(a, b, std::back_inserter(out));
  return out;
}

}  // namespace

Pattern::Pattern(std::string text) : text_(std::move(text)) {}
Pattern::~Pattern() = default;

const re2::RE2& Pattern::compiled() const {
  if (compiled_ == nullptr) {
    re2::RE2::Options options;
    options.set_case_sensitive(false);
    options.set_log_errors(false);
    compiled_ = std::make_unique<re2::RE2>(text_, options);
  }
  return *compiled_;
}

Truth evaluate(const Condition& condition, const Facts& facts, std::vector<std::string>* used) {
  if (condition.kind == Kind::test) {
    const Truth truth = evaluate_test(condition, facts);
    if (truth == Truth::yes && used != nullptr) {
      std::ranges::copy(facts_of_test(condition), std::back_inserter(*used));
    }
    return truth;
  }
  const bool is_proof = condition.kind == Kind::all || condition.kind == Kind::any;
  const bool needs_all = condition.kind == Kind::all || condition.kind == Kind::given;
  Names proof;
  Truth least = Truth::yes;
  Truth most = Truth::no;
  for (const Condition& part : condition.parts) {
    const Truth truth = evaluate(part, facts, is_proof ? &proof : nullptr);
    least = std::min(least, truth);
    most = std::max(most, truth);
    if ((needs_all && truth == Truth::no) ||
        (condition.kind == Kind::none_of && truth == Truth::yes)) {
      break;  // nothing that follows can change this
    }
  }
  const Truth truth = condition.kind == Kind::none_of ? opposite(most) : needs_all ? least : most;
  if (truth == Truth::yes && used != nullptr) {
    std::ranges::move(proof, std::back_inserter(*used));
  }
  return truth;
}

std::vector<std::string> facts_of(const Condition& condition) {
  if (condition.kind == Kind::test) {
    return facts_of_test(condition);
  }
  Names out;
  for (const Condition& part : condition.parts) {
    out = united(out, facts_of(part));
  }
  return out;
}

std::vector<std::string> known_when(const Condition& condition, Truth outcome) {
  if (condition.kind == Kind::test) {
    const bool absent =
        condition.test == Test::exists && wants_presence(condition) != (outcome == Truth::yes);
    return absent ? Names{} : facts_of_test(condition);
  }
  const Truth of_parts = condition.kind == Kind::none_of ? opposite(outcome) : outcome;
  // `all` is true when every part is, but false when any part is; `any` and `not` mirror it.
  const bool every_part = condition.kind == Kind::all || condition.kind == Kind::given
                              ? of_parts == Truth::yes
                              : of_parts == Truth::no;
  Names out;
  bool first = true;
  for (const Condition& part : condition.parts) {
    const Names names = known_when(part, of_parts);
    out = first ? names : every_part ? united(out, names) : common(out, names);
    first = false;
  }
  return out;
}

bool has_evidence(const Condition& condition) {
  switch (condition.kind) {
    case Kind::test:
      return condition.test != Test::exists || wants_presence(condition);
    case Kind::all:
    case Kind::any:
      return std::ranges::any_of(condition.parts, has_evidence);
    case Kind::none_of:
    case Kind::given:
      break;
  }
  return false;
}

}  // namespace doctor::rules
