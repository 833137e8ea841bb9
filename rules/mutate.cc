#include "rules/mutate.h"

#include <optional>
#include <utility>

namespace doctor::rules {
namespace {

using Kind = Condition::Kind;
using Test = Condition::Test;

constexpr std::string_view arrow = " → ";

std::string_view name_of_group(Kind kind) {
  switch (kind) {
    case Kind::all:
      return "all";
    case Kind::any:
      return "any";
    case Kind::none_of:
      return "not";
    case Kind::given:
      return "given";
    case Kind::test:
      break;
  }
  return {};
}

/// The test that differs only where both sides are equal.
std::optional<Test> across_boundary(Test test) {
  switch (test) {
    case Test::less:
      return Test::at_most;
    case Test::at_most:
      return Test::less;
    case Test::more:
      return Test::at_least;
    case Test::at_least:
      return Test::more;
    case Test::exists:
    case Test::equals:
    case Test::one_of:
    case Test::contains:
    case Test::matches:
      break;
  }
  return std::nullopt;
}

/// Changes one node of a copy of the rule's condition at a time.
class Mutator {
 public:
  explicit Mutator(Rule rule) : work_(std::move(rule)) {}

  std::vector<Mutant> run() && {
    mutate(work_.when, "/when");
    return std::move(out_);
  }

 private:
  void record(Condition& node, const Condition& changed, const std::string& place) {
    const std::string before = describe(node);
    Condition original = std::exchange(node, changed);
    out_.push_back({.description = place + ": " + before + std::string{arrow} + describe(node),
                    .rule = work_});
    node = std::move(original);
  }

  void mutate_test(Condition& node, const std::string& place) {
    record(node, {.kind = Kind::all}, place);
    record(node, {.kind = Kind::any}, place);
    if (const auto other = across_boundary(node.test)) {
      Condition changed = node;
      changed.test = *other;
      record(node, changed, place);
    }
  }

  void mutate(Condition& node, const std::string& place) {
    if (node.kind == Kind::test) {
      mutate_test(node, place);
      return;
    }
    if ((node.kind == Kind::all || node.kind == Kind::any) && node.parts.size() > 1) {
      Condition changed = node;
      changed.kind = node.kind == Kind::all ? Kind::any : Kind::all;
      record(node, changed, place);
    }
    for (std::size_t i = 0; i < node.parts.size(); ++i) {
      mutate(node.parts[i],
             place + '/' + std::string{name_of_group(node.kind)} + '/' + std::to_string(i));
    }
  }

  Rule work_;
  std::vector<Mutant> out_;
};

}  // namespace

std::vector<Mutant> mutants(const Rule& rule) {
  std::vector<Mutant> out = Mutator{rule}.run();
  for (std::size_t i = 0; i < rule.explains.size(); ++i) {
    Rule changed = rule;
    changed.explains.erase(changed.explains.begin() + static_cast<std::ptrdiff_t>(i));
    out.push_back({.description = "/explains/" + std::to_string(i) + ": " + rule.explains[i] +
                                  std::string{arrow} + "dropped",
                   .rule = std::move(changed)});
  }
  if (rule.raised) {
    Rule dropped = rule;
    dropped.raised.reset();
    out.push_back({.description = "/raise: dropped", .rule = std::move(dropped)});
    Rule always = rule;
    always.raise_when = Condition{};
    out.push_back({.description = "/raise/when: always", .rule = std::move(always)});
  }
  if (rule.only_if_unexplained) {
    Rule changed = rule;
    changed.only_if_unexplained = false;
    out.push_back({.description = "/only_if_unexplained: dropped", .rule = std::move(changed)});
  }
  return out;
}

}  // namespace doctor::rules
