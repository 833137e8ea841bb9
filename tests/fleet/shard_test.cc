#include "fleet/shard.h"

#include <string>

#include <gtest/gtest.h>

namespace doctor::fleet {
namespace {

TEST(Shard, IsReadWithItsNumberOrTheClusters) {
  EXPECT_EQ(*read_shard("2/8", ""), (Shard{.number = 2, .of = 8}));
  EXPECT_EQ(*read_shard("1/1", "7"), (Shard{.number = 1, .of = 1}));
  EXPECT_EQ(*read_shard("auto/8", "0"), (Shard{.number = 1, .of = 8}));
  EXPECT_EQ(*read_shard("auto/8", "7"), (Shard{.number = 8, .of = 8}));
}

TEST(Shard, RefusesWhatIsNone) {
  for (const char* const text :
       {"", "2", "0/8", "9/8", "-1/8", "2/0", "2/8/9", "a/8", "2/", "/8", "1/1000000", "auto/8"}) {
    EXPECT_FALSE(read_shard(text, "")) << text;
  }
  EXPECT_FALSE(read_shard("auto/8", "8"));
  EXPECT_FALSE(read_shard("auto/8", "one"));
}

TEST(Shard, ShardsTogetherHoldEachTargetOnce) {
  for (std::size_t of = 1; of <= 7; ++of) {
    for (std::size_t index = 0; index < 20; ++index) {
      std::size_t holders = 0;
      for (std::size_t number = 1; number <= of; ++number) {
        holders += Shard{.number = number, .of = of}.holds(index) ? 1U : 0U;
      }
      EXPECT_EQ(holders, 1U) << index << " of " << of;
    }
  }
}

}  // namespace
}  // namespace doctor::fleet
