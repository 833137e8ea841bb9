// What the tables of intake/ promise each other and the rules.

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "cli/catalogue.h"
#include "intake/messages.h"
#include "intake/operation.h"
#include "intake/quota_share.h"
#include "intake/statuses.h"
#include "intake/text_time.h"
#include "intake/unpack.h"
#include "rules/condition.h"
#include "rules/table.h"

namespace doctor::intake {
namespace {

TEST(Messages, StateOnlyDeclaredFactsOfTheRightType) {
  std::map<std::string_view, FactType> known;
  for (const FactSpec* fact : cli::known_facts()) {
    known.emplace(fact->name, fact->type);
  }
  ASSERT_FALSE(stated_facts().empty());
  for (const auto& [name, value] : stated_facts()) {
    ASSERT_TRUE(known.contains(name)) << name;
    EXPECT_EQ(known.at(name), type_of(value)) << name;
  }
}

void collect_messages(const rules::Condition& condition, std::set<std::string>& out) {
  if (condition.fact == "seen.message") {
    for (const FactValue& value : condition.values) {
      out.insert(std::get<std::string>(value));
    }
  }
  for (const rules::Condition& part : condition.parts) {
    collect_messages(part, out);
  }
}

TEST(Messages, AndRulesKnowEachOther) {
  std::set<std::string> judged;
  for (const rules::Rule& rule : rules::built_in_table().rules) {
    collect_messages(rule.when, judged);
  }
  const std::vector<std::string> ids = message_ids();
  const std::set<std::string> marked(ids.begin(), ids.end());
  EXPECT_EQ(judged, marked);
}

TEST(Statuses, NameRulesThatExist) {
  const rules::Table table = rules::built_in_table();
  for (const std::string& id : rules_of_statuses()) {
    EXPECT_NE(table.find(id), nullptr) << id;
  }
}

TEST(Statuses, PutFirstWhatTheWordsFit) {
  EXPECT_EQ(meanings_of(403, {}).front().rule, "access.policy/vault-refused");
  EXPECT_EQ(meanings_of(403, {"intents"}).front().rule, "access.intents/not-enabled");
  EXPECT_EQ(meanings_of(403, {"ip"}).front().rule, "access.ip/everything-refused");
  EXPECT_EQ(meanings_of(429, {"shares"}).front().rule, "rate.share/share-routes-limited");
  EXPECT_EQ(meanings_of(503, {}).front().rule, "server.error/some-requests");
  EXPECT_TRUE(meanings_of(299, {}).empty());
}

TEST(Routes, AreToldByMethodAndPath) {
  EXPECT_EQ(route_of("GET", "/v1/vaults/a/secrets/db/main").operation, "read_secret");
  EXPECT_EQ(route_of("GET", "/v1/vaults/a/secrets/db%2Fmain").secret, "db/main");
  EXPECT_EQ(route_of("PUT", "/v1/vaults/a/secrets/db/main").operation, "write_secret");
  EXPECT_EQ(route_of("GET", "/v1/vaults/a/secrets").probe, "secrets");
  EXPECT_EQ(route_of("POST", "/api/v1/auth/agent-token").probe, "exchange");
  EXPECT_EQ(route_of("POST", "/api/v1/auth/agent-token").base, "/api");
  EXPECT_EQ(route_of("GET", "/v1/v1/vaults").base, "/v1");
  EXPECT_EQ(route_of("GET", "/v1/vaults/v1/secrets").probe, "secrets");
  EXPECT_EQ(route_of("GET", "/v1/vaults/v1/secrets").vault, "v1");
  EXPECT_EQ(route_of("GET", "/v1/v1/vaults/v1").base, "/v1");
  EXPECT_EQ(route_of("GET", "/orders/7").operation, "");
  EXPECT_EQ(route_of("", "").operation, "");
}

TEST(QuotaShare, IsAllThatIsKeptOfACount) {
  EXPECT_EQ(quota_share("249", "25000"), "0%");
  EXPECT_EQ(quota_share("24999", "25000"), "99%");
  EXPECT_EQ(quota_share("25000", "25000"), "100%");
  EXPECT_EQ(quota_share("", ""), "/");
  EXPECT_EQ(quota_share("7", "0"), "7/0");
  EXPECT_EQ(quota_share("9999999999999999999", "1"), "9999999999999999999/1");
}

/// The text, or the error, read by pieces of all sizes.
std::string unpacked(const std::string& bytes) {
  std::string first;
  for (const std::size_t piece : {1U, 3U, 1000U}) {
    std::size_t at = 0;
    Unpacker unpacker{[&](char* to, std::size_t room) -> Result<std::size_t> {
      const std::size_t size = bytes.copy(to, std::min(room, piece), at);
      at += size;
      return size;
    }};
    std::string out;
    std::array<char, 7> room{};
    for (;;) {
      const Result<std::size_t> got = unpacker.read(room.data(), room.size());
      if (!got) {
        out = got.error().message;
        break;
      }
      if (*got == 0) {
        break;
      }
      out.append(room.data(), *got);
    }
    EXPECT_TRUE(first.empty() || first == out) << first << " / " << out;
    first = out;
  }
  return first;
}

TEST(TextTime, IsFoundInLinesAndNumbers) {
  const auto at = parse_rfc3339("2026-11-25T04:00:07Z");
  for (const char* const line : {"2026-11-25T04:00:07Z x",
                                 "[2026-11-25 04:00:07] x",
                                 "x-y 2026-11-25T05:00:07+01:00 z",
                                 "2026-11-25T05:00:07+0100",
                                 "a 2026-11-25 04:00:07,000 b",
                                 "a 2026-11-25 04:00:07 UTC b"}) {
    EXPECT_EQ(time_in(line), at) << line;
  }
  for (const char* const number : {"1795579207", "1795579207.0", "1795579207000"}) {
    EXPECT_EQ(time_of(number), at) << number;
  }
  // Neither seconds nor finer: beyond any clock.
  EXPECT_FALSE(time_of("17905166042500"));
  EXPECT_FALSE(time_in("2026-11-25 and 04:00:07"));
  EXPECT_EQ(stamp_in("at 2026-11-25T04:00:07.123456Z: x"), "2026-11-25T04:00:07.123456Z");
}

TEST(Unpacked, GzipIsReadAndPlainTextStays) {
  // printf 'API error (401): x' | gzip -n
  constexpr std::array<unsigned char, 38> packed{
      0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x73, 0x0c, 0xf0,
      0x54, 0x48, 0x2d, 0x2a, 0xca, 0x2f, 0x52, 0xd0, 0x30, 0x31, 0x30, 0xd4, 0xb4,
      0x52, 0xa8, 0x00, 0x00, 0x80, 0x82, 0xcd, 0x7b, 0x12, 0x00, 0x00, 0x00};
  const std::string once(packed.begin(), packed.end());
  EXPECT_EQ(unpacked(once), "API error (401): x");
  EXPECT_EQ(unpacked(once + once), "API error (401): xAPI error (401): x");
  EXPECT_EQ(unpacked("plain"), "plain");
  EXPECT_EQ(unpacked("p"), "p");
  EXPECT_EQ(unpacked("\x1f\x8b broken"), "damaged gzip data");
  EXPECT_EQ(unpacked(once.substr(0, 30)).substr(0, 3), "API") << "of use as far as it goes";
}

}  // namespace
}  // namespace doctor::intake
