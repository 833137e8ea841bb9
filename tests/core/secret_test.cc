#include "core/secret.h"

#include <ostream>
#include <string>
#include <type_traits>
#include <utility>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace doctor {
namespace {

template <typename T>
concept Streamable = requires(std::ostream& out, const T& value) {
  out << value;
};

static_assert(!Streamable<Secret>);
static_assert(!fmt::is_formattable<Secret>::value);
static_assert(!std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_copy_constructible_v<Secret>);
static_assert(!std::is_copy_assignable_v<Secret>);
static_assert(!std::equality_comparable<Secret>);

TEST(Secret, GivesItsValueToWhoAsksForIt) {
  const Secret secret{"ocv_abc"};
  EXPECT_EQ(secret.reveal(), "ocv_abc");
}

TEST(Secret, LeavesNothingBehindWhenMoved) {
  Secret first{"short"};
  const Secret second{std::move(first)};
  EXPECT_EQ(second.reveal(), "short");
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): the point of the test
}

}  // namespace
}  // namespace doctor
