#pragma once
// A fact is one thing a probe has established, by name: `token.expires_in_seconds = 812`.
// Facts carry no judgement. A fact that is absent is not false: it is unknown.
// Each fact is declared once, as a FactKey, with its type and meaning; the declarations feed the
// rules linter, `list probes` and the documentation.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace doctor {

using TextList = std::vector<std::string>;  ///< the value of a fact of type list
/// What a fact can be: one alternative for each FactType, in their order.
using FactValue = std::variant<bool, std::int64_t, double, std::string, TextList>;

/// What a fact's value may be.
enum class FactType { boolean, integer, number, text, list };

/// The type's name, as `list probes` prints it, and a value's type.
std::string_view name_of(FactType type);
FactType type_of(const FactValue& value);
/// The value as a reader sees it: `yes`, `42`, `1.5`, `text`, `a, b`.
std::string to_text(const FactValue& value);

/// What is declared of a fact, without its C++ type.
struct FactSpec {
  std::string_view name;  ///< `area.what`, lower case, underscores inside a part
  FactType type;
  std::string_view meaning;  ///< one line, with unit
};

/// The FactType of a C++ type.
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
  /// Checked when the program is compiled.
  consteval FactKey(std::string_view the_name, std::string_view the_meaning)
      : FactSpec{.name = the_name, .type = fact_type<T>(), .meaning = the_meaning} {}
};

/// One fact, as it is held.
struct Fact {
  std::string_view name;  ///< the declaration's, or kept beside the fact
  FactValue value;
};

/// Facts by name, in the order of their names, so that reports are stable. A copy shares the facts
/// with its original: a run holds most of them in its set-up, in an observation and among all that
/// is known, and a fleet has many runs.
class Facts {
  using Shared = std::shared_ptr<const Fact>;

 public:
  /// For loops over all facts.
  class Iterator {
   public:
    using value_type = Fact;                 ///< as the standard's algorithms ask for
    using difference_type = std::ptrdiff_t;  ///< the same
    Iterator() = default;
    /// At that place.
    explicit Iterator(std::vector<Shared>::const_iterator at) : at_(at) {}
    const Fact& operator*() const { return **at_; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    Iterator operator++(int) { return Iterator{at_++}; }
    bool operator==(const Iterator&) const = default;

   private:
    std::vector<Shared>::const_iterator at_ = {};
  };

  /// States a fact, in place of what was stated before. The key's name lives as long as the
  /// program.
  template <typename T>
  void set(const FactKey<T>& key, std::type_identity_t<T> value) {
    put(std::make_shared<const Fact>(Fact{.name = key.name, .value = FactValue{std::move(value)}}));
  }
  /// For readers of stored facts (replay, tests), which have names instead of keys.
  void set(std::string_view name, FactValue value);
  /// The fact, or nullptr when it is unknown, or stored with another type. Valid until it is set
  /// again.
  template <typename T>
  const T* find(const FactKey<T>& key) const {
    const FactValue* found = find(key.name);
    return found == nullptr ? nullptr : std::get_if<T>(found);
  }
  /// The fact, or `otherwise` when it is unknown. Use only where unknown and `otherwise` mean the
  /// same.
  template <typename T>
  T get(const FactKey<T>& key, std::type_identity_t<T> otherwise = {}) const {
    const T* value = find(key);
    return value == nullptr ? std::move(otherwise) : *value;
  }
  /// The same by name, of whatever type it is.
  const FactValue* find(std::string_view name) const;
  /// Adds what is unknown here; what is known stays.
  void merge(const Facts& other);
  /// States one fact of `other` here as well, if it is known there.
  void share(const Facts& other, std::string_view name);

  Iterator begin() const { return Iterator{values_.begin()}; }  ///< in the order of the names
  Iterator end() const { return Iterator{values_.end()}; }      ///< behind the last one
  std::size_t size() const { return values_.size(); }           ///< how many are known
  bool empty() const { return values_.empty(); }                ///< whether nothing is known
  const Facts& all() const { return *this; }                    ///< all of them, by name

 private:
  std::vector<Shared>::const_iterator place_of(std::string_view name) const;
  void put(Shared fact);

  std::vector<Shared> values_ = {};
};

}  // namespace doctor
