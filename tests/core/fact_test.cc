#include "core/fact.h"

#include <gtest/gtest.h>

namespace doctor {
namespace {

constexpr FactKey<bool> enabled{"test.enabled", "a switch"};
constexpr FactKey<std::int64_t> count{"test.count", "a number of things"};

TEST(Facts, UnknownIsNotFalse) {
  Facts facts;
  EXPECT_EQ(facts.find(enabled), nullptr);
  facts.set(enabled, false);
  ASSERT_NE(facts.find(enabled), nullptr);
  EXPECT_FALSE(*facts.find(enabled));
}

TEST(Facts, KeepTheirDeclaredType) {
  Facts facts;
  facts.set(count, 7);
  EXPECT_EQ(type_of(*facts.find("test.count")), FactType::integer);
  facts.set("test.count", FactValue{std::string{"seven"}});
  EXPECT_EQ(facts.find(count), nullptr);
}

TEST(Facts, MergeKeepsWhatIsThere) {
  Facts facts;
  facts.set(count, 1);
  Facts other;
  other.set(count, 2);
  other.set(enabled, true);
  facts.merge(other);
  EXPECT_EQ(facts.get(count), 1);
  EXPECT_TRUE(facts.get(enabled));
}

TEST(Facts, StandInTheOrderOfTheirNames) {
  Facts facts;
  facts.set("test.zeal", FactValue{true});
  facts.set(enabled, true);
  facts.set("a", FactValue{false});
  facts.set(count, 1);
  facts.set("a", FactValue{true});
  std::vector<std::string> names;
  for (const auto& [name, value] : facts) {
    names.push_back(std::string{name} + " " + to_text(value));
  }
  EXPECT_EQ(
      names,
      (std::vector<std::string>{"a yes", "test.count 1", "test.enabled yes", "test.zeal yes"}));
  EXPECT_EQ(facts.size(), names.size());
}

TEST(Facts, OfACopyAreItsOwnOnceTheyAreSet) {
  Facts facts;
  facts.set(count, 1);
  facts.set(enabled, true);
  Facts copy = facts;
  EXPECT_EQ(copy.find("test.count"), facts.find("test.count"));  // one fact, held twice
  copy.set(count, 2);
  EXPECT_EQ(facts.get(count), 1);
  EXPECT_EQ(copy.get(count), 2);
}

TEST(Facts, AreSharedOneByOneAndOutliveTheirFirstHolder) {
  Facts copy;
  copy.set("test.count", FactValue{std::int64_t{1}});
  {
    Facts facts;
    facts.set("test.count", FactValue{std::int64_t{2}});
    facts.set("test.unnamed", FactValue{std::string{"a name that no declaration keeps"}});
    copy.share(facts, "test.count");
    copy.share(facts, "test.unnamed");
    copy.share(facts, "test.unknown");
  }
  EXPECT_EQ(copy.get(count), 2);
  EXPECT_EQ(to_text(*copy.find("test.unnamed")), "a name that no declaration keeps");
  EXPECT_EQ(copy.size(), 2U);
}

TEST(FactText, ReadsAsAPersonWouldWriteIt) {
  EXPECT_EQ(to_text(FactValue{true}), "yes");
  EXPECT_EQ(to_text(FactValue{std::int64_t{42}}), "42");
  EXPECT_EQ(to_text(FactValue{0.5}), "0.5");
  EXPECT_EQ(to_text(FactValue{TextList{}}), "(none)");
  EXPECT_EQ(to_text(FactValue{TextList{"a", "b"}}), "a, b");
}

}  // namespace
}  // namespace doctor
