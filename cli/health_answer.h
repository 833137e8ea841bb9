#pragma once
// The answers of `serve`, without the network. Pure.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "cli/health_server.h"

namespace doctor::cli {

struct HealthAnswer {
  int status = 200;
  std::string_view type;  ///< Content-Type
  std::string body;
};

/// `health` is null before the first check has ended. A path may have a query, which counts for
/// nothing.
HealthAnswer answer_health(std::string_view method,
                           std::string_view target,
                           const Health* health,
                           std::chrono::steady_clock::time_point now,
                           std::chrono::milliseconds stale_after);

}  // namespace doctor::cli
