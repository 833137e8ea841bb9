#include "core/text.h"

#include <array>
#include <string>

#include <gtest/gtest.h>

namespace doctor {
namespace {

TEST(Text, EditDistanceCountsASwapAsOne) {
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("xyz", "xzy"), 1U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(Text, NearestRefusesATie) {
  const std::array<std::string, 3> names{"prod", "prof", "stage"};
  EXPECT_EQ(nearest("stag", names, 2), "stage");
  EXPECT_EQ(nearest("proe", names, 2), std::nullopt);
  EXPECT_EQ(nearest("other", names, 2), std::nullopt);
}

TEST(Text, ShownRemovesWhatTerminalsActUpon) {
  EXPECT_EQ(shown("a\x1b[31mb\n", 100), "a?[31mb?");
  EXPECT_EQ(shown("caf\xc3\xa9", 100), "caf\xc3\xa9");
  EXPECT_EQ(shown("\xff\xfe", 100), "??");
  // NOLINTNEXTLINE(misc-misleading-bidirectional): on purpose
  EXPECT_EQ(shown("\xe2\x80\xae"
                  "abc",
                  100),
            "?abc");
  EXPECT_EQ(shown("\xc2\x9b"
                  "31m",
                  100),
            "??31m");
  EXPECT_EQ(shown("abcdef", 3), "abc…");
  EXPECT_EQ(shown("ab\xc3\xa9", 3), "ab…");
}

TEST(Text, SplitAndJoinAreInverse) {
  EXPECT_EQ(split("a//b", '/').size(), 3U);
  EXPECT_EQ(join(split("a//b", '/'), "/"), "a//b");
  EXPECT_EQ(split("", ',').size(), 1U);
}

TEST(Text, ComparesWithoutCase) {
  EXPECT_TRUE(contains_ignoring_case("Invalid API Key", "api key"));
  EXPECT_FALSE(contains_ignoring_case("Invalid", "invalid key"));
  EXPECT_TRUE(equal_ignoring_case("Bearer", "bearer"));
  EXPECT_FALSE(equal_ignoring_case("Bearer", "bearers"));
}

}  // namespace
}  // namespace doctor
