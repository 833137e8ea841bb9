#include "intake/text_time.h"

#include <cmath>
#include <string>

#include <re2/re2.h>

#include "core/text.h"

namespace doctor::intake {

std::optional<TimePoint> time_of(std::string_view text) {
  text = trim(text);
  if (text.size() >= 10 && text.find_first_not_of("0123456789.") == std::string_view::npos &&
      text.size() < 24) {
    double number = std::strtod(std::string{text}.c_str(), nullptr);
    while (number > 1e11) {
      number /= 1000;  // milliseconds and finer
    }
    return TimePoint{std::chrono::milliseconds{std::llround(number * 1000)}};
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

std::optional<TimePoint> time_in(std::string_view line) {
  static const RE2 stamp{
      R"((\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z| UTC|[+-]\d\d:?\d\d)?))"};
  constexpr std::size_t near = 120;
  const std::string_view head = line.substr(0, near);
  std::string text;
  if (!RE2::PartialMatch({head.data(), head.size()}, stamp, &text)) {
    return std::nullopt;
  }
  return time_of(text);
}

}  // namespace doctor::intake
