#include "core/time.h"

#include <algorithm>
#include <sstream>

#include <date/date.h>
#include <fmt/format.h>

namespace doctor {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// hh:mm:ss with an optional fraction. The library below converts a number that is none when it
/// meets another form, which is undefined.
bool has_clock_time(std::string_view text) {
  constexpr std::string_view form = "00:00:00";
  const auto colon = text.find(':');
  if (colon < 2 || colon == std::string_view::npos || text.size() < colon - 2 + form.size()) {
    return false;
  }
  const std::string_view time = text.substr(colon - 2);
  const bool fits = std::ranges::equal(form, time.substr(0, form.size()), [](char want, char got) {
    return want == '0' ? is_digit(got) : want == got;
  });
  const std::string_view rest = time.substr(form.size());
  const bool fraction = rest.starts_with('.');
  const bool digit = rest.size() > (fraction ? 1U : 0U) && is_digit(rest[fraction ? 1 : 0]);
  return fits && fraction == digit;
}

std::optional<TimePoint> parse(const char* format, std::string_view text) {
  if (!has_clock_time(text)) {
    return std::nullopt;
  }
  std::istringstream in{std::string{text}};
  date::sys_time<std::chrono::microseconds> time;
  in >> date::parse(format, time);
  if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) {
    return std::nullopt;
  }
  // A nanosecond clock ends in 2262, and its differences must fit as well: what lies outside of
  // 1970 to 2255 moves to the nearer end, "long ago" or "far ahead" as it was meant.
  constexpr std::chrono::seconds latest{9'000'000'000};
  return TimePoint{std::clamp<std::chrono::microseconds>(
      time.time_since_epoch(), std::chrono::microseconds{0}, latest)};
}

}  // namespace

std::optional<TimePoint> parse_rfc3339(std::string_view text) {
  constexpr std::size_t longest = 40;
  if (text.size() < 11 || text.size() > longest) {
    return std::nullopt;
  }
  std::string normal{text};
  if (normal[10] == ' ' || normal[10] == 't') {
    normal[10] = 'T';
  }
  if (normal.back() == 'Z' || normal.back() == 'z') {
    normal.pop_back();
    return parse("%FT%T", normal);
  }
  return parse("%FT%T%Ez", normal);
}

std::optional<TimePoint> parse_http_date(std::string_view text) {
  return parse("%a, %d %b %Y %T GMT", text);
}

std::string format_rfc3339(TimePoint time) {
  return date::format("%FT%TZ", std::chrono::floor<std::chrono::seconds>(time));
}

std::string format_duration(std::chrono::seconds duration) {
  const auto seconds = std::chrono::abs(duration).count();
  if (seconds < 120) {
    return fmt::format("{} s", seconds);
  }
  if (seconds < 7200) {
    return fmt::format("{} min", seconds / 60);
  }
  if (seconds < 172800) {
    const auto minutes = seconds % 3600 / 60;
    return minutes == 0 ? fmt::format("{} h", seconds / 3600)
                        : fmt::format("{} h {} min", seconds / 3600, minutes);
  }
  return fmt::format("{} days", seconds / 86400);
}

}  // namespace doctor
