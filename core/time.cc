#include "core/time.h"

#include <algorithm>

#include <date/date.h>
#include <fmt/format.h>

namespace doctor {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// `0` stands for any digit, `a` for any letter.
bool has_form(std::string_view text, std::string_view form) {
  return text.size() >= form.size() &&
         std::ranges::equal(text.substr(0, form.size()), form, [](char got, char want) {
           const bool letter = (got >= 'a' && got <= 'z') || (got >= 'A' && got <= 'Z');
           return want == '0' ? is_digit(got) : want == 'a' ? letter : got == want;
         });
}

/// Of digits, which have been looked at.
int number_at(std::string_view text, std::size_t at, std::size_t size) {
  int number = 0;
  for (const char digit : text.substr(at, size)) {
    number = number * 10 + (digit - '0');
  }
  return number;
}

/// `.123`, cut to microseconds; takes it from the text. nullopt: a point without digits.
std::optional<std::chrono::microseconds> take_fraction(std::string_view& text) {
  if (!text.starts_with('.')) {
    return std::chrono::microseconds{0};
  }
  int micros = 0;
  std::size_t digits = 0;
  for (text.remove_prefix(1); !text.empty() && is_digit(text.front()); text.remove_prefix(1)) {
    if (digits++ < 6) {
      micros = micros * 10 + (text.front() - '0');
    }
  }
  if (digits == 0) {
    return std::nullopt;
  }
  for (; digits < 6; ++digits) {
    micros *= 10;
  }
  return std::chrono::microseconds{micros};
}

/// `Z` or `+01:00`, all of the text.
std::optional<std::chrono::minutes> offset_in(std::string_view text) {
  if (text == "Z" || text == "z") {
    return std::chrono::minutes{0};
  }
  const bool west = text.starts_with('-');
  if (text.size() != 6 || (!west && !text.starts_with('+')) || !has_form(text.substr(1), "00:00")) {
    return std::nullopt;
  }
  const std::chrono::minutes offset{number_at(text, 1, 2) * 60 + number_at(text, 4, 2)};
  return west ? -offset : offset;
}

/// `clock` has the form 00:00:00.
std::optional<TimePoint> time_from(date::year_month_day day,
                                   std::string_view clock,
                                   std::chrono::microseconds more) {
  const std::chrono::hours hour{number_at(clock, 0, 2)};
  const std::chrono::minutes minute{number_at(clock, 3, 2)};
  const std::chrono::seconds second{number_at(clock, 6, 2)};
  if (!day.ok() || hour.count() > 23 || minute.count() > 59 || second.count() > 60) {
    return std::nullopt;
  }
  const auto time = (date::sys_days{day} + hour + minute + second + more).time_since_epoch();
  // A nanosecond clock ends in 2262, and its differences must fit as well: what lies outside of
  // 1970 to 2255 moves to the nearer end, "long ago" or "far ahead" as it was meant.
  constexpr std::chrono::seconds latest{9'000'000'000};
  return TimePoint{
      std::clamp<std::chrono::microseconds>(time, std::chrono::microseconds{0}, latest)};
}

}  // namespace

std::optional<TimePoint> parse_rfc3339(std::string_view text) {
  constexpr std::size_t longest = 40;
  constexpr std::size_t clock = 11;
  constexpr std::size_t behind = 19;
  const bool fits = text.size() <= longest && has_form(text, "0000-00-00") &&
                    text.size() > behind &&
                    (text[10] == 'T' || text[10] == 't' || text[10] == ' ') &&
                    has_form(text.substr(clock), "00:00:00");
  if (!fits) {
    return std::nullopt;
  }
  std::string_view rest = text.substr(behind);
  const auto fraction = take_fraction(rest);
  const auto offset = offset_in(rest);
  if (!fraction || !offset) {
    return std::nullopt;
  }
  const date::year_month_day day{date::year{number_at(text, 0, 4)},
                                 date::month{static_cast<unsigned>(number_at(text, 5, 2))},
                                 date::day{static_cast<unsigned>(number_at(text, 8, 2))}};
  return time_from(day, text.substr(clock), *fraction - *offset);
}

std::optional<TimePoint> parse_http_date(std::string_view text) {
  constexpr std::string_view form = "aaa, 00 aaa 0000 00:00:00 GMT";
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (text.size() != form.size() || !has_form(text, form)) {
    return std::nullopt;
  }
  const auto month = months.find(text.substr(8, 3));
  if (month == std::string_view::npos || month % 3 != 0) {
    return std::nullopt;
  }
  const date::year_month_day day{date::year{number_at(text, 12, 4)},
                                 date::month{static_cast<unsigned>(month / 3 + 1)},
                                 date::day{static_cast<unsigned>(number_at(text, 5, 2))}};
  return time_from(day, text.substr(17), std::chrono::microseconds{0});
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
