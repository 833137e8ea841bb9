#include <array>

#include <fmt/format.h>

#include "api/quota.h"
#include "core/text.h"
#include "probes/choice.h"
#include "probes/common.h"
#include "probes/facts/access.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 2> needs{"credential", "exchange"};
constexpr std::array<const FactSpec*, 8> own{&fact::subscription_tier,
                                             &fact::subscription_state,
                                             &fact::subscription_used,
                                             &fact::subscription_limit,
                                             &fact::subscription_full,
                                             &fact::subscription_near,
                                             &fact::subscription_credit,
                                             &fact::subscription_overage};
constexpr auto facts = fact::with_request_facts<"subscription">(own);

Question ask(const Known& known) {
  return for_users(known, "billing.subscription");
}

void learn_meters(const api::Subscription& subscription, Facts& out) {
  TextList full;
  TextList near;
  for (const api::Meter& meter : subscription.meters) {
    if (!meter.limit || *meter.limit <= 0) {
      continue;
    }
    const std::string text =
        fmt::format("{} {}/{}", shown(meter.name, 40), meter.used, *meter.limit);
    if (meter.name == "requests") {
      out.set(fact::subscription_used, meter.used);
      out.set(fact::subscription_limit, *meter.limit);
    } else if (meter.used >= *meter.limit) {
      full.push_back(text);
    } else if (static_cast<double>(meter.used) >= 0.9 * static_cast<double>(*meter.limit)) {
      near.push_back(text);
    }
  }
  out.set(fact::subscription_full, std::move(full));
  out.set(fact::subscription_near, std::move(near));
}

void learn(const Known&, const net::Answer& answer, Facts& out) {
  const auto body = success_body(answer);
  const auto subscription = body ? api::read_subscription(body->root()) : std::nullopt;
  learn_request<"subscription">(answer, subscription.has_value(), out);
  if (!subscription) {
    return;
  }
  if (!subscription->tier.empty()) {
    out.set(fact::subscription_tier, shown(subscription->tier, 40));
  }
  if (!subscription->status.empty()) {
    out.set(fact::subscription_state, shown(lower(subscription->status), 40));
  }
  if (!subscription->overage_method.empty()) {
    out.set(fact::subscription_overage, shown(lower(subscription->overage_method), 40));
  }
  if (subscription->credit_cents) {
    out.set(fact::subscription_credit, *subscription->credit_cents);
  }
  learn_meters(*subscription, out);
}

}  // namespace

extern constinit const Probe probe_subscription{
    .id = "subscription",
    .layer = "quota",
    .about = "What does the plan include, and what is used?",
    .needs = needs,
    .facts = facts,
    .ask = ask,
    .learn = learn};

}  // namespace doctor::probes
