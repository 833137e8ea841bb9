#include "mock/clock.h"

#include <array>
#include <charconv>

#include <fmt/format.h>

namespace doctor::mock {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<const char*, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> months{
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<unsigned> number(std::string_view text, std::size_t from, std::size_t length) {
  if (text.size() < from + length) {
    return std::nullopt;
  }
  unsigned value = 0;
  const char* begin = text.data() + from;
  const auto [end, error] = std::from_chars(begin, begin + length, value);
  if (error != std::errc() || end != begin + length) {
    return std::nullopt;
  }
  return value;
}

std::optional<seconds> zone(std::string_view text) {
  if (text == "Z" || text == "z") {
    return seconds(0);
  }
  const auto hour = number(text, 1, 2);
  const auto minute = number(text, 4, 2);
  if (text.size() != 6 || !hour || !minute || (text[0] != '+' && text[0] != '-')) {
    return std::nullopt;
  }
  const seconds east = hours(*hour) + minutes(*minute);
  return text[0] == '+' ? east : -east;
}

}  // namespace

Time now_shifted(seconds offset) {
  return std::chrono::floor<seconds>(std::chrono::system_clock::now()) + offset;
}

std::string rfc3339(Time time) {
  const auto day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
                     static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()),
                     clock.hours().count(),
                     clock.minutes().count(),
                     clock.seconds().count());
}

std::optional<Time> parse_rfc3339(std::string_view text) {
  const auto year = number(text, 0, 4);
  const auto month = number(text, 5, 2);
  const auto day = number(text, 8, 2);
  const auto hour = number(text, 11, 2);
  const auto minute = number(text, 14, 2);
  const auto second = number(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second || text[10] != 'T') {
    return std::nullopt;
  }
  std::size_t rest = 19;
  if (text.size() > rest && text[rest] == '.') {
    rest = text.find_first_not_of("0123456789", rest + 1);
  }
  const auto east = rest < text.size() ? zone(text.substr(rest)) : std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(*month),
                                         std::chrono::day(*day)};
  if (!east || !date.ok()) {
    return std::nullopt;
  }
  return std::chrono::sys_days(date) + hours(*hour) + minutes(*minute) + seconds(*second) - *east;
}

std::string http_date(Time time) {
  const auto day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                     weekdays.at(std::chrono::weekday(day).c_encoding()),
                     static_cast<unsigned>(date.day()),
                     months.at(static_cast<unsigned>(date.month()) - 1),
                     static_cast<int>(date.year()),
                     clock.hours().count(),
                     clock.minutes().count(),
                     clock.seconds().count());
}

}  // namespace doctor::mock
