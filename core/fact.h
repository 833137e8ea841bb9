#pragma once
// A fact is one thing a probe has established, by name: `token.expires_in_seconds = 812`.
// Facts carry no judgement. A fact that is absent is not false: it is unknown.
// Each fact is declared once, as a FactKey, with its type and meaning; the declarations feed the
// rules linter, `list probes` and the documentation.

#include <concepts>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace doctor {

using TextList = std::vector<std::string>;
using FactValue = std::variant<bool, std::int64_t, double, std::string, TextList>;

enum class FactType { boolean, integer, number, text, list };

std::string_view name_of(FactType type);
FactType type_of(const FactValue& value);
/// The value as a reader sees it: `yes`, `42`, `1.5`, `text`, `a, b`.
std::string to_text(const FactValue& value);

struct FactSpec {
  std::string_view name;  ///< `area.what`, lower case, underscores inside a part
  FactType type;
  std::string_view meaning;  ///< one line, with unit
};

template <typename T>
consteval FactType fact_type() {
  if constexpr (std::same_as<T, bool>) {
    return FactType::boolean;
  } else if constexpr (std::same_as<T, std::int64_t>) {
    return FactType::integer;
  } else if constexpr (std::same_as<T, double>) {
    return FactType::number;
  } else if constexpr (std::same_as<T, std::string>) {
    return FactType::text;
  } else {
    static_assert(std::same_as<T, TextList>);
    return FactType::list;
  }
}

/// A declaration: `inline constexpr FactKey<bool> token_expired{"token.expired", "…"};`
template <typename T>
struct FactKey : FactSpec {
  consteval FactKey(std::string_view the_name, std::string_view the_meaning)
      : FactSpec{.name = the_name, .type = fact_type<T>(), .meaning = the_meaning} {}
};

/// Facts by name, in the order of their names.
class Facts {
 public:
  using Map = std::map<std::string, FactValue, std::less<>>;

  template <typename T>
  void set(const FactKey<T>& key, std::type_identity_t<T> value) {
    values_.insert_or_assign(std::string{key.name}, FactValue{std::move(value)});
  }
  /// For readers of stored facts (replay, tests), which have names instead of keys.
  void set(std::string_view name, FactValue value) {
    values_.insert_or_assign(std::string{name}, std::move(value));
  }
  template <typename T>
  const T* find(const FactKey<T>& key) const {
    const auto found = values_.find(key.name);
    return found == values_.end() ? nullptr : std::get_if<T>(&found->second);
  }
  /// The fact, or `otherwise` when it is unknown. Use only where unknown and `otherwise` mean the
  /// same.
  template <typename T>
  T get(const FactKey<T>& key, std::type_identity_t<T> otherwise = {}) const {
    const T* value = find(key);
    return value == nullptr ? std::move(otherwise) : *value;
  }
  const FactValue* find(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? nullptr : &found->second;
  }
  void merge(const Facts& other) { values_.insert(other.values_.begin(), other.values_.end()); }
  const Map& all() const { return values_; }
  bool empty() const { return values_.empty(); }

 private:
  Map values_;
};

}  // namespace doctor
