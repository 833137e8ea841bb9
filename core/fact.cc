#include "core/fact.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>

#include <fmt/format.h>

namespace doctor {

std::string_view name_of(FactType type) {
  constexpr std::array<std::string_view, 5> names{"boolean", "integer", "number", "text", "list"};
  return names.at(static_cast<std::size_t>(type));
}

FactType type_of(const FactValue& value) {
  return static_cast<FactType>(value.index());
}

namespace {

struct Printer {
  std::string operator()(bool value) const { return value ? "yes" : "no"; }
  std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }
  std::string operator()(double value) const { return fmt::format("{:g}", value); }
  std::string operator()(const std::string& value) const { return value; }
  std::string operator()(const TextList& value) const {
    return value.empty() ? "(none)" : fmt::format("{}", fmt::join(value, ", "));
  }
};

/// A fact whose name is nobody's declaration.
struct NamedFact {
  std::string name;
  Fact fact;
};

/// Most facts are yes or no: one of each is enough for all. nullptr: strangers' names would fill
/// the memory.
std::shared_ptr<const Fact> shared_answer(std::string_view name, bool value) {
  constexpr std::size_t most = 2048;
  using Both = std::array<std::shared_ptr<const Fact>, 2>;
  thread_local std::map<std::string, Both, std::less<>> known;
  auto at = known.find(name);
  if (at == known.end()) {
    if (known.size() >= most) {
      return nullptr;
    }
    at = known.emplace(name, Both{}).first;
    for (const bool each : {false, true}) {
      auto named = std::make_shared<NamedFact>(
          NamedFact{.name = at->first, .fact = {.name = {}, .value = each}});
      named->fact.name = named->name;
      const Fact* const fact = &named->fact;
      at->second.at(each ? 1 : 0) = {std::move(named), fact};
    }
  }
  return at->second.at(value ? 1 : 0);
}

}  // namespace

std::string to_text(const FactValue& value) {
  return std::visit(Printer{}, value);
}

std::vector<Facts::Shared>::const_iterator Facts::place_of(std::string_view name) const {
  return std::ranges::lower_bound(values_, name, {}, [](const Shared& fact) { return fact->name; });
}

void Facts::put(Shared fact) {
  if (const bool* const answer = std::get_if<bool>(&fact->value)) {
    Shared shared = shared_answer(fact->name, *answer);
    fact = shared ? std::move(shared) : std::move(fact);
  }
  const auto at = place_of(fact->name);
  if (at != values_.end() && (*at)->name == fact->name) {
    values_[static_cast<std::size_t>(at - values_.begin())] = std::move(fact);
  } else {
    const auto place = at - values_.begin();
    if (values_.size() == values_.capacity()) {  // by less than twice: they are kept for long
      values_.reserve(values_.size() + values_.size() / 4 + 4);
    }
    values_.insert(values_.begin() + place, std::move(fact));
  }
}

void Facts::set(std::string_view name, FactValue value) {
  auto named = std::make_shared<NamedFact>(
      NamedFact{.name = std::string{name}, .fact = {.name = {}, .value = std::move(value)}});
  named->fact.name = named->name;
  const Fact* const fact = &named->fact;
  put(Shared{std::move(named), fact});
}

const FactValue* Facts::find(std::string_view name) const {
  const auto at = place_of(name);
  return at == values_.end() || (*at)->name != name ? nullptr : &(*at)->value;
}

void Facts::merge(const Facts& other) {
  std::vector<Shared> both;
  both.reserve(values_.size() + other.values_.size());
  const auto by_name = [](const Shared& a, const Shared& b) {
    return a->name < b->name;
  };
  std::set_union(std::make_move_iterator(values_.begin()),
                 std::make_move_iterator(values_.end()),
                 other.values_.begin(),
                 other.values_.end(),
                 std::back_inserter(both),
                 by_name);
  values_ = std::move(both);
}

void Facts::share(const Facts& other, std::string_view name) {
  const auto at = other.place_of(name);
  if (at != other.values_.end() && (*at)->name == name) {
    put(*at);
  }
}

}  // namespace doctor
