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

TEST(FactText, ReadsAsAPersonWouldWriteIt) {
  EXPECT_EQ(to_text(FactValue{true}), "yes");
  EXPECT_EQ(to_text(FactValue{std::int64_t{42}}), "42");
  EXPECT_EQ(to_text(FactValue{0.5}), "0.5");
  EXPECT_EQ(to_text(FactValue{TextList{}}), "(none)");
  EXPECT_EQ(to_text(FactValue{TextList{"a", "b"}}), "a, b");
}

}  // namespace
}  // namespace doctor
