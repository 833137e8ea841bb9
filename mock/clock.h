#pragma once
// Time as the mocked server sees it: whole seconds, RFC 3339 in JSON, RFC 7231 in headers.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace doctor::mock {

using Time = std::chrono::sys_seconds;

/// The machine's time moved by the world's `clock.offset_seconds`.
Time now_shifted(std::chrono::seconds offset);
std::string rfc3339(Time time);
/// nullopt unless `YYYY-MM-DDTHH:MM:SS[.fraction](Z|±HH:MM)`.
std::optional<Time> parse_rfc3339(std::string_view text);
/// As in the `Date` header.
std::string http_date(Time time);

}  // namespace doctor::mock
