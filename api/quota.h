#pragma once
// Quota headers and the subscription document, in the March and the August 2026 shapes.
// Source: billing page (X-RateLimit-Requests-*, X-Quota-Warning, X-Credit-*), OpenAPI
// SubscriptionResponse.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"

namespace doctor::api {

/// What an answer's headers tell of this month's quota; absent is unknown.
struct QuotaHeaders {
  bool present = false;  ///< any of them was there: the request passed the IP filter
  std::optional<std::int64_t> used;
  std::optional<std::int64_t> limit;
  std::optional<double> percent;
  std::optional<std::int64_t> credit_cents;
  std::string overage_method;
  bool warning = false;  ///< X-Quota-Warning present
};

/// `header` gives a header's value by lower-case name, empty when absent.
QuotaHeaders read_quota_headers(const std::function<std::string(std::string_view)>& header);

/// One counted thing of the subscription; without a limit there is none, or it is unknown.
struct Meter {
  std::string name;  ///< requests, vaults, secrets, agents, shares, …
  std::int64_t used = 0;
  std::optional<std::int64_t> limit;
};

/// The subscription document: plan, how overage is paid, and the meters.
struct Subscription {
  std::string tier;
  std::string status;
  std::string overage_method;
  std::optional<std::int64_t> credit_cents;
  std::vector<Meter> meters;
  /// The meter of that name; nullptr when the document has none. Lives as long as this.
  const Meter* meter(std::string_view name) const;
};

/// nullopt when neither shape is recognised.
std::optional<Subscription> read_subscription(const Node& body);

}  // namespace doctor::api
