#include "cli/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "api/ip_rule.h"

namespace doctor::cli {
namespace {

struct Unit {
  std::string_view word;
  double milliseconds;
};
constexpr auto units =
    std::to_array<Unit>({{"", 1000}, {"s", 1000}, {"ms", 1}, {"m", 60000}, {"h", 3600000}});

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::optional<std::chrono::milliseconds> read_duration(std::string_view text,
                                                       std::chrono::milliseconds longest) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
  if (error != std::errc{} || text.empty() || !is_digit(text.front())) {
    return std::nullopt;
  }
  const std::string_view word{rest, static_cast<std::size_t>(end - rest)};
  const auto* const unit = std::ranges::find(units, word, &Unit::word);
  if (unit == units.end()) {
    return std::nullopt;
  }
  const double milliseconds = std::round(number * unit->milliseconds);
  if (!(milliseconds >= 1 && milliseconds <= static_cast<double>(longest.count()))) {
    return std::nullopt;
  }
  return std::chrono::milliseconds{static_cast<std::int64_t>(milliseconds)};
}

std::optional<int> read_number(std::string_view text, int least, int most) {
  int number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || rest != end || number < least || number > most) {
    return std::nullopt;
  }
  return number;
}

std::optional<std::string> read_resolver(std::string_view text) {
  constexpr int highest_port = 65535;
  std::string_view host = text;
  std::string_view port = "53";
  const bool bracketed = text.starts_with('[');
  if (bracketed) {
    const auto close = text.find(']');
    const std::string_view after = close == std::string_view::npos ? "" : text.substr(close + 1);
    if (close == std::string_view::npos || (!after.empty() && after.front() != ':')) {
      return std::nullopt;
    }
    host = text.substr(1, close - 1);
    port = after.empty() ? port : after.substr(1);
  } else if (std::ranges::count(text, ':') == 1) {
    host = text.substr(0, text.find(':'));
    port = text.substr(host.size() + 1);
  }
  const std::string address{host == "localhost" ? "127.0.0.1" : host};
  const bool is_v6 = address.find(':') != std::string::npos;
  const auto number = read_number(port, 1, highest_port);
  if (!number || !api::is_ip_address(address) || (bracketed && !is_v6)) {
    return std::nullopt;
  }
  return is_v6 ? fmt::format("[{}]:{}", address, *number) : fmt::format("{}:{}", address, *number);
}

bool is_user_code(std::string_view text) {
  constexpr std::size_t shortest = 4;
  constexpr std::size_t longest = 32;
  const auto fits = [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  };
  return text.size() >= shortest && text.size() <= longest && std::ranges::all_of(text, fits) &&
         text.front() != '-' && text.back() != '-';
}

}  // namespace doctor::cli
