// What a fleet says of its progress.

#include "cli/fleet_progress.h"

#include <gtest/gtest.h>

namespace doctor::cli {
namespace {

using namespace std::chrono_literals;

TEST(FleetProgress, SaysHowFar) {
  EXPECT_EQ(progress_text({.done = 12, .total = 40}, 3), "12/40 targets, 3 with problems");
}

TEST(FleetProgress, SaysWhyItWaitsAndHowLong) {
  const std::string wanted =
      "12/2900 targets, 0 with problems; sign-in is limited to 1 per second per address: about 48 "
      "min left; --shard spreads it over machines";
  EXPECT_EQ(progress_text({.done = 12, .total = 2900, .sign_ins = 2888, .sign_in_time = 2884s}, 0),
            wanted);
  EXPECT_NE(progress_text({.done = 1, .total = 50, .sign_in_time = 45s}, 0).find("about 45 s left"),
            std::string::npos);
}

}  // namespace
}  // namespace doctor::cli
