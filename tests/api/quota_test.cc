#include "api/quota.h"

#include <map>
#include <string>

#include <gtest/gtest.h>

namespace doctor::api {
namespace {

QuotaHeaders headers_of(const std::map<std::string, std::string, std::less<>>& headers) {
  return read_quota_headers([&](std::string_view name) {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string{} : found->second;
  });
}

TEST(QuotaHeaders, AreReadAsDocumented) {
  const QuotaHeaders quota = headers_of({{"x-ratelimit-requests-used", "850"},
                                         {"x-ratelimit-requests-limit", "1000"},
                                         {"x-ratelimit-requests-percent", "85.0%"},
                                         {"x-credit-balance-cents", "120"},
                                         {"x-overage-method", "credits"},
                                         {"x-quota-warning", "85% used"}});
  EXPECT_TRUE(quota.present);
  EXPECT_EQ(quota.used, 850);
  EXPECT_EQ(quota.limit, 1000);
  EXPECT_EQ(quota.percent, 85.0);
  EXPECT_EQ(quota.credit_cents, 120);
  EXPECT_EQ(quota.overage_method, "credits");
  EXPECT_TRUE(quota.warning);
}

TEST(QuotaHeaders, AbsentMeansUnknown) {
  const QuotaHeaders quota = headers_of({{"content-type", "application/json"}});
  EXPECT_FALSE(quota.present);
  EXPECT_FALSE(quota.used || quota.limit || quota.percent || quota.credit_cents);
  EXPECT_FALSE(quota.warning);
}

TEST(QuotaHeaders, NonsenseIsPresentButUnknown) {
  const QuotaHeaders quota = headers_of({{"x-ratelimit-requests-used", "many"},
                                         {"x-ratelimit-requests-limit", "-1"},
                                         {"x-ratelimit-requests-percent", "nan"},
                                         {"x-credit-balance-cents", "1e300"}});
  EXPECT_TRUE(quota.present);
  EXPECT_FALSE(quota.used || quota.limit || quota.percent || quota.credit_cents);
}

std::optional<Subscription> subscription_of(std::string_view json) {
  const auto document = Document::parse(json);
  return document ? read_subscription(document->root()) : std::nullopt;
}

TEST(Subscription, FlatShape) {
  const auto out = subscription_of(R"({"tier":"pro","interval":"month","status":"active",
    "credit_balance_cents":250,"credit_balance_usd":"2.50","overage_method":"credits",
    "usage":{"requests":{"used":10,"limit":20000},"vaults":{"used":"3","limit":"25"},
             "agents":{"used":1,"limit":-1},"wallets":{"used":0,"limit":null},"note":"x"}})");
  ASSERT_TRUE(out);
  EXPECT_EQ(out->tier, "pro");
  EXPECT_EQ(out->status, "active");
  EXPECT_EQ(out->overage_method, "credits");
  EXPECT_EQ(out->credit_cents, 250);
  ASSERT_NE(out->meter("requests"), nullptr);
  EXPECT_EQ(out->meter("requests")->limit, 20000);
  EXPECT_EQ(out->meter("vaults")->used, 3);
  EXPECT_EQ(out->meter("vaults")->limit, 25);
  EXPECT_FALSE(out->meter("agents")->limit);
  EXPECT_FALSE(out->meter("wallets")->limit);
  EXPECT_EQ(out->meter("note"), nullptr);
}

TEST(Subscription, NestedShapeOfMarch) {
  const auto out = subscription_of(R"({"subscription":{"tier":"free","status":"active"},
    "usage":{"tier_limit":1000,"current_month":{"total_requests":1200,"tier_requests":1000}},
    "credits":{"balance_usd":1.26,"expiring_next_30_days":0},"overage_method":"x402"})");
  ASSERT_TRUE(out);
  EXPECT_EQ(out->tier, "free");
  EXPECT_EQ(out->overage_method, "x402");
  EXPECT_EQ(out->credit_cents, 126);
  ASSERT_NE(out->meter("requests"), nullptr);
  EXPECT_EQ(out->meter("requests")->used, 1200);
  EXPECT_EQ(out->meter("requests")->limit, 1000);
}

TEST(Subscription, OlderUsageDocument) {
  const auto out = subscription_of(R"({"billing_tier":"free","free_tier_limit":1000,
    "current_month":{"total_requests":5}})");
  ASSERT_TRUE(out);
  EXPECT_EQ(out->tier, "free");
  EXPECT_EQ(out->meter("requests")->limit, 1000);
}

TEST(Subscription, CreditInDollarsAlone) {
  EXPECT_EQ(subscription_of(R"({"tier":"pro","credit_balance_usd":"2.50"})")->credit_cents, 250);
  EXPECT_FALSE(subscription_of(R"({"tier":"pro","credit_balance_usd":"?"})")->credit_cents);
}

TEST(Subscription, OtherBodiesAreNone) {
  EXPECT_FALSE(subscription_of("{}"));
  EXPECT_FALSE(subscription_of("[]"));
  EXPECT_FALSE(subscription_of(R"({"detail":"Access denied"})"));
  EXPECT_TRUE(subscription_of(R"({"data":{"tier":"pro"}})"));
}

}  // namespace
}  // namespace doctor::api
