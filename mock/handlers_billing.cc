#include <fmt/format.h>

#include "mock/handlers.h"

namespace doctor::mock {
namespace {

std::string dollars(int cents) {
  return fmt::format("{}.{:02}", cents / 100, cents % 100);
}

JsonText meter(const World& world, const char* name) {
  return object({{"used", meter_used(world, name)}, {"limit", meter_limit(world, name)}});
}

Time period_end(const State& state) {
  return state.now() + std::chrono::days(17);
}

Answer subscription_of_march(const State& state) {
  const Organisation& org = state.world.org;
  const int over = std::max(0, org.requests_used - org.requests_limit);
  return json_answer(
      200,
      object({{"subscription",
               object({{"tier", org.tier},
                       {"status", org.subscription_status},
                       {"current_period_end", period_end(state)},
                       {"cancel_at_period_end", false}})},
              {"usage",
               object({{"tier_limit", org.requests_limit},
                       {"current_month",
                        object({{"total_requests", org.requests_used},
                                {"tier_requests", org.requests_used - over},
                                {"overage_requests", over},
                                {"total_cost_usd", JsonText::raw(dollars(over / 10))}})}})},
              {"credits",
               object({{"balance_usd", JsonText::raw(dollars(org.credits_cents))},
                       {"expiring_next_30_days", 0}})},
              {"overage_method", org.overage_method}}));
}

}  // namespace

Answer get_subscription(Call& call) {
  const World& world = call.state.world;
  const Organisation& org = world.org;
  if (world.api.shapes == "march") {
    return subscription_of_march(call.state);
  }
  return json_answer(200,
                     object({{"tier", org.tier},
                             {"interval", "month"},
                             {"period_end", period_end(call.state)},
                             {"status", org.subscription_status},
                             {"credit_balance_cents", org.credits_cents},
                             {"credit_balance_usd", dollars(org.credits_cents)},
                             {"overage_method", org.overage_method},
                             {"usage",
                              object({{"requests", meter(world, "requests")},
                                      {"secrets", meter(world, "secrets")},
                                      {"agents", meter(world, "agents")},
                                      {"vaults", meter(world, "vaults")},
                                      {"team_members", meter(world, "team_members")},
                                      {"intent_transactions", meter(world, "intent_transactions")},
                                      {"wallets", meter(world, "wallets")},
                                      {"shares", meter(world, "shares")}})}}));
}

Answer get_usage(Call& call) {
  const Organisation& org = call.state.world.org;
  return json_answer(200,
                     object({{"billing_tier", org.tier},
                             {"free_tier_limit", org.requests_limit},
                             {"current_month",
                              object({{"total_requests", org.requests_used},
                                      {"paid_requests", 0},
                                      {"free_requests", org.requests_used},
                                      {"total_cost_usd", "0.00"}})}}));
}

Answer get_credits(Call& call) {
  const Organisation& org = call.state.world.org;
  if (call.state.world.api.shapes == "march") {
    return json_answer(200,
                       object({{"balance_usd", JsonText::raw(dollars(org.credits_cents))},
                               {"expiring_next_30_days", 0},
                               {"expiring_credits", array({})}}));
  }
  return json_answer(200,
                     object({{"balance_cents", org.credits_cents},
                             {"balance_usd", dollars(org.credits_cents)},
                             {"expiring_within_90_days", object({{"amount_cents", 0}})}}));
}

Answer get_credit_transactions(Call&) {
  return json_answer(200, object({{"transactions", array({})}, {"page", 1}, {"limit", 20}}));
}

Answer get_billing_history(Call&) {
  return json_answer(200, object({{"events", array({})}}));
}

Answer get_llm_billing(Call&) {
  return json_answer(200, object({{"enabled", false}, {"subscription_status", "inactive"}}));
}

}  // namespace doctor::mock
