#pragma once
// Option values in words → typed values. nullopt: not of that form.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace doctor::cli {

/// `10`, `2.5`, `10s` (seconds), `500ms`, `1m`, `1h`; from 1 ms to `longest`.
std::optional<std::chrono::milliseconds> read_duration(
    std::string_view text, std::chrono::milliseconds longest = std::chrono::hours{1});
/// Between checks.
constexpr std::chrono::hours longest_interval{24};
/// A decimal number from `least` to `most`.
std::optional<int> read_number(std::string_view text, int least, int most);
/// An IP address or `localhost`, with an optional port (53): `9.9.9.9`, `127.0.0.1:5300`,
/// `[2001:db8::1]:53`. The result always carries the port.
std::optional<std::string> read_resolver(std::string_view text);
/// The code a device login shows: letters and digits, in groups joined by dashes.
bool is_user_code(std::string_view text);

}  // namespace doctor::cli
