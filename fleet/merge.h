#pragma once
// Many results in, one report out: what targets have in common stands there once. Holds a sample of
// each cause and a few words of each target, never all reports.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/report.h"
#include "core/time.h"
#include "fleet/target.h"

namespace doctor::fleet {

/// A target of the targets file: what it is called, and where it stands there.
struct Expected {
  std::string name;
  std::size_t index = 0;
};

enum class Added : std::uint8_t {
  yes,
  known_already,  ///< it has a result; the first one counts
  no_target,      ///< of those expected
};

class Merger {
 public:
  /// Nobody knows which targets there are.
  Merger() = default;
  /// These and no others; what has no result in the end is missing.
  explicit Merger(std::span<const Expected> expected);

  Added add(const Result& result);
  /// Has it a result?
  bool has(std::string_view target) const;
  std::size_t size() const { return targets_.size(); }
  /// Root causes first, then by severity, then what most targets have.
  Report finish(std::string_view tool_version) const;

  /// Findings of several targets that are one cause. Texts are those of the first one; which of
  /// them the others share is kept.
  struct Group {
    Finding sample;
    std::string general_title;  ///< without what is the target's own
    Suppressed aside = {};      ///< by whom and why, of a suppressed one
    std::vector<std::pair<std::size_t, std::string>> targets = {};  ///< place and name
    bool one_title = true;
    bool one_cause = true;
    bool one_because = true;
    bool one_ruled_out = true;
    bool one_fix = true;
  };
  using Groups = std::map<std::string, Group, std::less<>>;

 private:
  void add_findings(const Result& result);
  void add_times(const Report& report);

  std::optional<std::map<std::string, std::size_t, std::less<>>> expected_ = std::nullopt;
  std::map<std::string, FleetTarget, std::less<>> targets_;
  Groups groups_;
  Groups aside_;
  std::map<std::string, std::size_t, std::less<>> groups_of_rule_;
  std::optional<TimePoint> begins_ = std::nullopt;
  std::optional<TimePoint> ends_ = std::nullopt;
  RequestCount requests_ = {};
  std::string rules_version_;
  Mode mode_ = Mode::mock;  ///< live as soon as one is
};

}  // namespace doctor::fleet
