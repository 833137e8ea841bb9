#include "fleet/result_check.h"

#include <array>
#include <limits>
#include <string_view>

#include <fmt/format.h>

#include "core/report.h"

namespace doctor::fleet {
namespace {

using Member = std::optional<std::string>;

bool is_count(const Node& node) {
  const auto value = node.integer();
  return node.is_integer() && value && *value >= 0 && *value <= std::numeric_limits<int>::max();
}

/// A year is more than any run takes.
bool is_duration(const Node& node) {
  constexpr double most = 366.0 * 24 * 3600 * 1000;
  const auto value = node.number();
  return !node.is_text() && value && *value >= 0 && *value <= most;
}

bool is_some_text(const Node& node) {
  return node.is_text() && !node.text_or("").empty();
}

bool is_truth(const Node& node) {
  return node.boolean().has_value();
}

bool is_texts(const Node& node) {
  return node.is_array() && node.texts().size() == node.items().size();
}

template <typename Value, bool (*Parse)(std::string_view, Value&)>
bool is_word(const Node& node) {
  Value value{};
  return node.is_text() && Parse(node.text_or(""), value);
}

struct Demand {
  std::string_view name;
  bool (*holds)(const Node& node);
};
constexpr std::array of_run{Demand{"id", is_some_text},
                            Demand{"started_at", is_some_text},
                            Demand{"duration_ms", is_duration},
                            Demand{"mode", is_word<Mode, parse_mode>}};
constexpr std::array of_requests{
    Demand{"sent", is_count}, Demand{"authenticated", is_count}, Demand{"budget", is_count}};
constexpr std::array of_summary{Demand{"errors", is_count},
                                Demand{"warnings", is_count},
                                Demand{"passed", is_count},
                                Demand{"failed", is_count},
                                Demand{"skipped", is_count},
                                Demand{"unknown", is_count}};
constexpr std::array of_finding{Demand{"rule", is_some_text},
                                Demand{"row", is_some_text},
                                Demand{"severity", is_word<Severity, parse_severity>},
                                Demand{"certainty", is_word<Certainty, parse_certainty>},
                                Demand{"root_cause", is_truth},
                                Demand{"caused_by", is_texts},
                                Demand{"title", is_some_text},
                                Demand{"because", is_texts}};
constexpr std::array of_observation{Demand{"id", is_some_text},
                                    Demand{"status", is_word<Status, parse_status>},
                                    Demand{"duration_ms", is_duration}};

template <std::size_t Size>
Member first_of(const Node& object, const std::array<Demand, Size>& demands, std::string_view at) {
  for (const Demand& demand : demands) {
    if (!demand.holds(object[demand.name])) {
      return fmt::format("{}.{}", at, demand.name);
    }
  }
  return std::nullopt;
}

template <std::size_t Size>
Member first_of_list(const Node& list,
                     const std::array<Demand, Size>& demands,
                     std::string_view name) {
  if (!list.is_array()) {
    return std::string{name};
  }
  std::size_t place = 0;
  for (const Node& item : list.items()) {
    if (Member found = first_of(item, demands, fmt::format("{}[{}]", name, place++))) {
      return found;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> unusable_member(const Node& report) {
  if (!is_word<Verdict, parse_verdict>(report["verdict"])) {
    return "verdict";
  }
  Member found = first_of(report["run"], of_run, "run");
  if (!found) {
    found = first_of(report["run"]["requests"], of_requests, "run.requests");
  }
  if (!found) {
    found = first_of(report["summary"], of_summary, "summary");
  }
  if (!found) {
    found = first_of_list(report["findings"], of_finding, "findings");
  }
  if (!found) {
    found = first_of_list(report["observations"], of_observation, "observations");
  }
  return found;
}

}  // namespace doctor::fleet
