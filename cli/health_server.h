#pragma once
// GET /healthz and /metrics, for orchestrators and for Prometheus (docs/watch.md). One thread of
// its own; bounded in connections, size and time.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace doctor::cli {

struct ListenAddress {
  std::string host;  ///< an IP address; IPv6 without brackets
  std::uint16_t port = 0;
};
/// `9464`, `127.0.0.1:9464`, `[::1]:9464`, `:9464` (every interface). nullopt: not of that form.
std::optional<ListenAddress> read_listen_address(std::string_view text);

/// What /healthz tells. Facts and texts that may name vaults and paths stay with the report.
struct Health {
  bool passes = false;  ///< 200, else 503
  std::string verdict;  ///< of the steady state
  std::string state;    ///< verdict and root causes
  std::string root_cause = {};
  std::string metrics;  ///< the exposition of the last report
  std::string checked_at;
  std::chrono::steady_clock::time_point seen_at;
};

class HealthServer {
 public:
  /// Listens from now on. `stale_after`: a result this old passes no more. Error: the address
  /// cannot be used.
  static Result<std::unique_ptr<HealthServer>> listen(const ListenAddress& address,
                                                      std::chrono::milliseconds stale_after);
  HealthServer(const HealthServer&) = delete;
  HealthServer& operator=(const HealthServer&) = delete;
  ~HealthServer();

  std::string url() const;  ///< `http://127.0.0.1:9464`
  void set(Health health);  ///< from any thread

 private:
  struct Impl;
  explicit HealthServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace doctor::cli
