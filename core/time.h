#pragma once
// Points in time as the API and HTTP write them, and as people read them. UTC throughout.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace doctor {

/// Wall-clock time, UTC.
using TimePoint = std::chrono::system_clock::time_point;

/// `2026-11-23T08:32:05Z`, with optional fraction and ±hh:mm offset. nullopt for anything else.
std::optional<TimePoint> parse_rfc3339(std::string_view text);
/// `Mon, 23 Nov 2026 08:32:05 GMT` (RFC 9110 IMF-fixdate). nullopt for anything else.
std::optional<TimePoint> parse_http_date(std::string_view text);
std::string format_rfc3339(TimePoint time);  ///< whole seconds
/// `45 s`, `12 min`, `3 h 5 min`, `4 days`; the sign is dropped.
std::string format_duration(std::chrono::seconds duration);

}  // namespace doctor
