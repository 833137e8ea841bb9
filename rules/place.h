#pragma once
// Where in a rules file a reader is, so that each problem names its place. Internal to rules/.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "core/fact.h"
#include "rules/table.h"

namespace doctor::rules {

/// A JSON pointer into one file. Cheap enough to copy; `problems` must outlive it.
class Place {
 public:
  Place(std::string_view file, Problems& problems) : file_(file), problems_(&problems) {}

  Place member(std::string_view name) const;
  Place element(std::size_t index) const;
  Place in_rule(std::string_view id) const;
  void problem(std::string_view message) const;
  std::size_t count() const { return problems_->size(); }  ///< problems so far, of all places

 private:
  std::string file_;
  std::string rule_ = "-";
  std::string pointer_ = {};
  Problems* problems_;
};

/// The declared facts. Empty: everything is taken on trust.
class Vocabulary {
 public:
  explicit Vocabulary(std::span<const FactSpec* const> facts);
  bool on_trust() const { return types_.empty(); }
  /// nullopt, after reporting it, when no probe establishes the fact; also nullopt, silently, when
  /// everything is taken on trust.
  std::optional<FactType> type(std::string_view fact, const Place& place) const;
  /// Declarations that contradict each other.
  const std::vector<std::string>& contradictions() const { return contradictions_; }

 private:
  std::map<std::string, FactType, std::less<>> types_;
  std::vector<std::string> names_;
  std::vector<std::string> contradictions_;
};

/// ` (did you mean 'word'?)`, or nothing when no candidate is near.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);
/// Reports every member of `object` that is not in `allowed`.
void only_members(const Node& object,
                  std::span<const std::string_view> allowed,
                  const Place& place);
/// The member's text; reports it when it is missing, no text, or empty.
std::string required_text(const Node& object, std::string_view name, const Place& place);

}  // namespace doctor::rules
