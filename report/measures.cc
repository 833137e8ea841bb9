#include "report/measures.h"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "core/time.h"

namespace doctor::report {
namespace {

const FactValue* find_fact(const Report& report, std::string_view name) {
  for (const Observation& seen : report.observations) {
    if (const FactValue* const value = seen.facts.find(name)) {
      return value;
    }
  }
  return nullptr;
}

std::optional<double> number(const Report& report, std::string_view name) {
  const FactValue* const value = find_fact(report, name);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (const auto* const whole = std::get_if<std::int64_t>(value)) {
    return static_cast<double>(*whole);
  }
  const auto* const real = std::get_if<double>(value);
  return real != nullptr && std::isfinite(*real) ? std::optional<double>{*real} : std::nullopt;
}

std::optional<double> unix_time(std::string_view text) {
  const auto time = parse_rfc3339(text);
  if (!time) {
    return std::nullopt;
  }
  return std::chrono::duration<double>(time->time_since_epoch()).count();
}

std::optional<double> time_fact(const Report& report, std::string_view name) {
  const FactValue* const value = find_fact(report, name);
  const auto* const text = value == nullptr ? nullptr : std::get_if<std::string>(value);
  return text == nullptr ? std::nullopt : unix_time(*text);
}

}  // namespace

Measures measures_of(const Report& report) {
  Measures out{.run_at = unix_time(report.started_at),
               .quota_used = number(report, "quota.used"),
               .quota_limit = number(report, "quota.limit"),
               .clock_offset = number(report, "clock.offset_seconds"),
               .certificate_ends_at = time_fact(report, "tls.not_after")};
  // What is left of the others was counted by the server's clock.
  const auto server = time_fact(report, "clock.server");
  const auto now = server ? server : out.run_at;
  const auto after = [&](std::string_view name) {
    const auto left = number(report, name);
    return now && left ? std::optional<double>{*now + *left} : std::nullopt;
  };
  out.token_ends_at = after("token.expires_in_seconds");
  out.key_ends_at = after("whoami.key_expires_in_seconds");
  return out;
}

}  // namespace doctor::report
