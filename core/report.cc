#include "core/report.h"

#include <algorithm>
#include <array>

namespace doctor {
namespace {

constexpr std::array<std::string_view, 3> severities{"info", "warning", "error"};
constexpr std::array<std::string_view, 3> certainties{"possible", "likely", "certain"};
constexpr std::array<std::string_view, 4> actors{"you", "org-admin", "network", "1claw"};
constexpr std::array<std::string_view, 6> statuses{
    "pass", "warn", "fail", "skip", "unknown", "timeout"};
constexpr std::array<std::string_view, 4> verdicts{"healthy", "degraded", "unhealthy", "undecided"};
constexpr std::array<std::string_view, 3> modes{"live", "mock", "offline"};

template <typename Enum, std::size_t N>
bool parse(const std::array<std::string_view, N>& names, std::string_view text, Enum& value) {
  const auto* found = std::ranges::find(names, text);
  if (found == names.end()) {
    return false;
  }
  value = static_cast<Enum>(found - names.begin());
  return true;
}

template <typename Enum, std::size_t N>
std::string_view name(const std::array<std::string_view, N>& names, Enum value) {
  return names.at(static_cast<std::size_t>(value));
}

}  // namespace

std::string_view name_of(Severity value) {
  return name(severities, value);
}
std::string_view name_of(Certainty value) {
  return name(certainties, value);
}
std::string_view name_of(Actor value) {
  return name(actors, value);
}
std::string_view name_of(Status value) {
  return name(statuses, value);
}
std::string_view name_of(Verdict value) {
  return name(verdicts, value);
}
std::string_view name_of(Mode value) {
  return name(modes, value);
}

bool parse_severity(std::string_view text, Severity& value) {
  return parse(severities, text, value);
}
bool parse_certainty(std::string_view text, Certainty& value) {
  return parse(certainties, text, value);
}
bool parse_actor(std::string_view text, Actor& value) {
  return parse(actors, text, value);
}
bool parse_status(std::string_view text, Status& value) {
  return parse(statuses, text, value);
}
bool parse_verdict(std::string_view text, Verdict& value) {
  return parse(verdicts, text, value);
}
bool parse_mode(std::string_view text, Mode& value) {
  return parse(modes, text, value);
}

}  // namespace doctor
