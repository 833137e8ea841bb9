#include "intake/text_time.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/text.h"

namespace doctor::intake {
namespace {

constexpr std::string_view date_form = "0000-00-00";
constexpr std::string_view clock_form = "00:00:00";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// `0` stands for any digit.
bool has_form(std::string_view text, std::string_view form) {
  return text.size() >= form.size() &&
         std::ranges::equal(text.substr(0, form.size()), form, [](char got, char want) {
           return want == '0' ? is_digit(got) : got == want;
         });
}

/// `.123`, `,123`
std::string_view fraction_of(std::string_view text) {
  std::size_t size = text.starts_with('.') || text.starts_with(',') ? 1 : 0;
  while (size > 0 && size < text.size() && is_digit(text[size])) {
    ++size;
  }
  return text.substr(0, size > 1 ? size : 0);
}

/// `Z`, ` UTC`, `+01:00`, `+0100`
std::string_view zone_of(std::string_view text) {
  if (text.starts_with('Z')) {
    return text.substr(0, 1);
  }
  const bool is_offset = text.starts_with('+') || text.starts_with('-');
  const std::string_view offset = is_offset ? text.substr(1) : std::string_view{};
  return text.starts_with(" UTC")    ? text.substr(0, 4)
         : has_form(offset, "00:00") ? text.substr(0, 6)
         : has_form(offset, "0000")  ? text.substr(0, 5)
                                     : std::string_view{};
}

}  // namespace

std::optional<TimePoint> time_of(std::string_view text) {
  text = trim(text);
  if (text.size() >= 10 && text.find_first_not_of("0123456789.") == std::string_view::npos &&
      text.size() < 24) {
    double number = std::strtod(std::string{text}.c_str(), nullptr);
    while (number > 1e11) {
      number /= 1000;  // milliseconds and finer
    }
    // What a clock of nanoseconds can hold; what lies beyond is no time.
    constexpr double latest = 9e9;
    return number > latest
               ? std::nullopt
               : std::optional{TimePoint{std::chrono::milliseconds{std::llround(number * 1000)}}};
  }
  if (text.size() < 19 || text.size() > 40) {
    return std::nullopt;
  }
  std::string candidate{text};
  if (candidate[10] == ' ') {
    candidate[10] = 'T';
  }
  if (const auto comma = candidate.find(','); comma != std::string::npos) {
    candidate[comma] = '.';
  }
  if (const auto utc = candidate.find(" UTC"); utc != std::string::npos) {
    candidate.resize(utc);
    candidate += 'Z';
  }
  const bool zoned =
      candidate.ends_with('Z') || candidate.find_first_of("+-", 19) != std::string::npos;
  if (!zoned) {
    candidate += "Z";
  }
  // ±hhmm
  if (const auto sign = candidate.find_first_of("+-", 19);
      sign != std::string::npos && candidate.size() - sign == 5) {
    candidate.insert(sign + 3, ":");
  }
  return parse_rfc3339(candidate);
}

std::string_view stamp_in(std::string_view line) {
  constexpr std::size_t near = 120;
  const std::string_view head = line.substr(0, near);
  for (std::size_t dash = head.find('-'); dash != std::string_view::npos;
       dash = head.find('-', dash + 1)) {
    if (dash >= 4 && has_form(head.substr(dash - 4), date_form) &&
        (has_form(head.substr(dash + 6), "T00:00:00") ||
         has_form(head.substr(dash + 6), " 00:00:00"))) {
      const std::string_view rest = head.substr(dash - 4);
      std::size_t size = date_form.size() + clock_form.size() + 1;
      size += fraction_of(rest.substr(size)).size();
      return rest.substr(0, size + zone_of(rest.substr(size)).size());
    }
  }
  return {};
}

std::optional<TimePoint> time_in(std::string_view line) {
  const std::string_view stamp = stamp_in(line);
  return stamp.empty() ? std::nullopt : time_of(stamp);
}

}  // namespace doctor::intake
