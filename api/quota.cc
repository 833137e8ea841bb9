#include "api/quota.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/text.h"

namespace doctor::api {
namespace {

constexpr std::size_t longest_text = 60;

std::optional<double> number_of(std::string_view text) {
  text = trim(text);
  if (text.ends_with('%')) {
    text.remove_suffix(1);
  }
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (text.empty() || read.ec != std::errc{} || read.ptr != end || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

std::optional<std::int64_t> rounded(std::optional<double> value) {
  constexpr double limit = 9e15;
  if (!value || !std::isfinite(*value) || std::abs(*value) > limit) {
    return std::nullopt;
  }
  return std::llround(*value);
}

/// Negative limits, null and the word "unlimited" all mean that there is none.
std::optional<std::int64_t> limit_of(const Node& node) {
  const auto limit = node.integer();
  return limit && *limit >= 0 ? limit : std::nullopt;
}

std::string word_in(const Node& node) {
  return shown(node.text_or(""), longest_text);
}

std::optional<std::int64_t> credit_of(const Node& root) {
  const Node credits = root["credits"];
  for (const Node& cents : {root["credit_balance_cents"], credits["balance_cents"]}) {
    if (const auto value = cents.integer()) {
      return value;
    }
  }
  for (const Node& dollars : {root["credit_balance_usd"], credits["balance_usd"]}) {
    if (const auto value = dollars.number()) {
      return rounded(*value * 100);
    }
  }
  return std::nullopt;
}

/// The requests of the month, in the shape of March 2026 and of the older usage document.
std::optional<Meter> monthly_requests(const Node& root) {
  const Node usage = root["usage"];
  const Node month =
      usage["current_month"].is_object() ? usage["current_month"] : root["current_month"];
  auto used = month["total_requests"].integer();
  if (!used) {
    used = month["tier_requests"].integer();
  }
  if (!used) {
    return std::nullopt;
  }
  auto limit = limit_of(usage["tier_limit"]);
  if (!limit) {
    limit = limit_of(root["free_tier_limit"]);
  }
  return Meter{.name = "requests", .used = *used, .limit = limit};
}

std::vector<Meter> meters_of(const Node& root) {
  std::vector<Meter> out;
  const Node usage = root["usage"];
  for (const std::string& name : usage.keys()) {
    if (const auto used = usage[name]["used"].integer()) {
      out.push_back({.name = shown(name, longest_text),
                     .used = *used,
                     .limit = limit_of(usage[name]["limit"])});
    }
  }
  if (auto requests = monthly_requests(root)) {
    out.push_back(std::move(*requests));
  }
  return out;
}

}  // namespace

QuotaHeaders read_quota_headers(const std::function<std::string(std::string_view)>& header) {
  constexpr std::array<std::string_view, 7> names{"x-ratelimit-requests-used",
                                                  "x-ratelimit-requests-limit",
                                                  "x-ratelimit-requests-percent",
                                                  "x-credit-balance-cents",
                                                  "x-overage-method",
                                                  "x-quota-warning",
                                                  "x-credit-expiring-soon"};
  QuotaHeaders out;
  out.present =
      std::ranges::any_of(names, [&](std::string_view name) { return !header(name).empty(); });
  out.used = rounded(number_of(header(names[0])));
  out.limit = rounded(number_of(header(names[1])));
  if (out.limit && *out.limit < 0) {
    out.limit.reset();
  }
  out.percent = number_of(header(names[2]));
  out.credit_cents = rounded(number_of(header(names[3])));
  out.overage_method = shown(trim(header(names[4])), longest_text);
  out.warning = !header(names[5]).empty();
  return out;
}

const Meter* Subscription::meter(std::string_view name) const {
  const auto found = std::ranges::find(meters, name, &Meter::name);
  return found == meters.end() ? nullptr : &*found;
}

std::optional<Subscription> read_subscription(const Node& body) {
  const Node root = body["data"].is_object() ? body["data"] : body;
  const Node plan = root["subscription"].is_object() ? root["subscription"] : root;
  Subscription out;
  out.tier = word_in(plan["tier"].is_text() ? plan["tier"] : root["billing_tier"]);
  out.status = word_in(plan["status"]);
  out.overage_method =
      word_in(root["overage_method"].is_text() ? root["overage_method"] : plan["overage_method"]);
  out.credit_cents = credit_of(root);
  out.meters = meters_of(root);
  if (out.tier.empty() && out.meters.empty()) {
    return std::nullopt;
  }
  return out;
}

}  // namespace doctor::api
