#include "rules/mutate.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <variant>

#include "rules/condition.h"

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

/// A test of order: the test that differs from it only where both sides are equal, and the step
/// that moves its bound the other way.
struct Order {
  Test test;
  Test across;
  int step;
};
constexpr std::array<Order, 4> orders{{{Test::less, Test::at_most, -1},
                                       {Test::at_most, Test::less, 1},
                                       {Test::more, Test::at_least, -1},
                                       {Test::at_least, Test::more, 1}}};

/// The loader refuses a rule without evidence, and one that holds when nothing is known: nobody
/// could damage a table so.
bool could_stand_in_a_file(const Rule& rule) {
  return has_evidence(rule.when) && evaluate(rule.when, Facts{}, nullptr) != Truth::yes;
}

/// Changes one node of one condition of a copy of the rule at a time.
class Mutator {
 public:
  explicit Mutator(Rule rule) : work_(std::move(rule)) {}

  std::vector<Mutant> run() && {
    mutate(work_.when, "/when");
    if (work_.raise_when) {
      mutate(*work_.raise_when, "/raise/when");
    }
    return std::move(out_);
  }

 private:
  void record(Condition& node, const Condition& changed, const std::string& place) {
    const std::string before = describe(node);
    Condition original = std::exchange(node, changed);
    if (could_stand_in_a_file(work_)) {
      out_.push_back({.description = place + ": " + before + std::string{arrow} + describe(node),
                      .rule = work_});
    }
    node = std::move(original);
  }

  void record_always_and_never(Condition& node, const std::string& place) {
    record(node, {.kind = Kind::all}, place);
    record(node, {.kind = Kind::any}, place);
  }

  void mutate_test(Condition& node, const std::string& place) {
    record_always_and_never(node, place);
    const auto* const order = std::ranges::find(orders, node.test, &Order::test);
    if (order == orders.end()) {
      return;
    }
    Condition changed = node;
    changed.test = order->across;
    record(node, changed, place);
    const auto* bound =
        node.values.size() == 1 ? std::get_if<std::int64_t>(&node.values.front()) : nullptr;
    if (bound != nullptr) {
      changed = node;
      changed.values.front() = *bound + order->step;
      record(node, changed, place);
    }
  }

  void mutate(Condition& node, const std::string& place) {
    if (node.kind == Kind::test) {
      mutate_test(node, place);
      return;
    }
    if (node.parts.size() > 1) {  // else it is as if the part were
      record_always_and_never(node, place);
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
  }
  for (const Certainty certainty : {Certainty::possible, Certainty::likely, Certainty::certain}) {
    if (certainty != rule.certainty) {
      Rule changed = rule;
      changed.certainty = certainty;
      out.push_back({.description = "/certainty: " + std::string{name_of(certainty)},
                     .rule = std::move(changed)});
    }
  }
  for (const Severity severity : {Severity::info, Severity::warning, Severity::error}) {
    if (severity != rule.severity) {
      Rule changed = rule;
      changed.severity = severity;
      out.push_back({.description = "/severity: " + std::string{name_of(severity)},
                     .rule = std::move(changed)});
    }
  }
  if (rule.only_if_unexplained) {
    Rule changed = rule;
    changed.only_if_unexplained = false;
    out.push_back({.description = "/only_if_unexplained: dropped", .rule = std::move(changed)});
  }
  return out;
}

}  // namespace doctor::rules
