#include "cli/health_answer.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace doctor::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view json_type = "application/json";
constexpr std::string_view text_type = "text/plain; charset=utf-8";
constexpr std::string_view metrics_type = "text/plain; version=0.0.4; charset=utf-8";

HealthAnswer healthz(const Health* health, double age, bool stale) {
  if (health == nullptr) {
    return {.status = 503,
            .type = json_type,
            .body = R"({"status":"starting"})"
                    "\n"};
  }
  const bool passes = health->passes && !stale;
  Json out{{"status",
            stale    ? "stale"
            : passes ? "pass"
                     : "fail"},
           {"verdict", health->verdict},
           {"state", health->state}};
  if (!health->root_cause.empty()) {
    out["root_cause"] = health->root_cause;
  }
  out["checked_at"] = health->checked_at;
  out["age_seconds"] = age;
  return {.status = passes ? 200 : 503, .type = json_type, .body = out.dump() + "\n"};
}

HealthAnswer metrics(const Health* health, double age) {
  if (health == nullptr) {
    return {.status = 503, .type = text_type, .body = "the first check has not ended\n"};
  }
  return {.status = 200,
          .type = metrics_type,
          .body = health->metrics +
                  fmt::format("# HELP oneclaw_doctor_report_age_seconds How long ago the last "
                              "check ended.\n"
                              "# TYPE oneclaw_doctor_report_age_seconds gauge\n"
                              "oneclaw_doctor_report_age_seconds {:.3f}\n",
                              age)};
}

}  // namespace

HealthAnswer answer_health(std::string_view method,
                           std::string_view target,
                           const Health* health,
                           std::chrono::steady_clock::time_point now,
                           std::chrono::milliseconds stale_after) {
  if (method != "GET" && method != "HEAD") {
    return {.status = 405, .type = text_type, .body = "GET and HEAD only\n"};
  }
  const auto age =
      health == nullptr ? std::chrono::steady_clock::duration{} : now - health->seen_at;
  const double seconds = std::chrono::duration<double>(age).count();
  const std::string_view path = target.substr(0, target.find('?'));
  if (path == "/healthz") {
    return healthz(health, seconds, age > stale_after);
  }
  if (path == "/metrics") {
    return metrics(health, seconds);
  }
  return {.status = 404, .type = text_type, .body = "/healthz and /metrics are here\n"};
}

}  // namespace doctor::cli
