#pragma once

#include <optional>
#include <string_view>

#include "core/time.h"

namespace doctor::intake {

/// The first point in time that a line of a log names, near its beginning.
/// Where the stamp stands that time_in() reads; empty when there is none.
std::string_view stamp_in(std::string_view line);
std::optional<TimePoint> time_in(std::string_view line);
/// RFC 3339, or seconds, milliseconds, microseconds or nanoseconds since 1970.
std::optional<TimePoint> time_of(std::string_view text);

}  // namespace doctor::intake
