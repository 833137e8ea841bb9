#include "net/resolv_conf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace doctor::net {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(ResolvConf, KeepsServersInOrderAndAtMostThree) {
  const ResolvConf read = read_resolv_conf(
      "# made by a VPN\n; old\nnameserver 192.0.2.1\nnameserver\t2001:db8::53 \r\n"
      "nameserver\nnameserver 192.0.2.3\nnameserver 192.0.2.4\n");
  EXPECT_THAT(read.servers, ElementsAre("192.0.2.1", "2001:db8::53", "192.0.2.3"));
  EXPECT_THAT(read.search, IsEmpty());
  EXPECT_EQ(read.dots, 1U);
}

TEST(ResolvConf, TheLastSearchLineCounts) {
  const ResolvConf read = read_resolv_conf(
      "domain old.test\nsearch A.test. b.test\noptions timeout:1 ndots:5 rotate\n");
  EXPECT_THAT(read.search, ElementsAre("a.test", "b.test"));
  EXPECT_EQ(read.dots, 5U);
  EXPECT_EQ(read_resolv_conf("options ndots:99").dots, 15U);
  EXPECT_EQ(read_resolv_conf("options ndots:many").dots, 1U);
  EXPECT_THAT(read_resolv_conf("search a b c d e f g h").search, SizeIs(6));
}

TEST(ResolvConf, SuffixesComeFirstForNamesWithFewDots) {
  const ResolvConf settings{.search = {"a.test", "b.test"}, .dots = 2};
  EXPECT_THAT(candidate_names(settings, "api"), ElementsAre("api.a.test", "api.b.test", "api"));
  EXPECT_THAT(candidate_names(settings, "api.1claw.xyz"),
              ElementsAre("api.1claw.xyz", "api.1claw.xyz.a.test", "api.1claw.xyz.b.test"));
  EXPECT_THAT(candidate_names(settings, "api."), ElementsAre("api."));
  EXPECT_THAT(candidate_names({}, "api"), ElementsAre("api"));
}

TEST(HostsFile, GivesEveryAddressOfTheName) {
  const char* const text =
      "127.0.0.1 localhost\n10.0.0.1\tapi.test other\n#10.0.0.2 api.test\n"
      "2001:db8::1 x API.test # api.test\n10.0.0.1 api.test\n10.0.0.3 # api.test\n";
  EXPECT_THAT(hosts_file_addresses(text, "api.test"), ElementsAre("10.0.0.1", "2001:db8::1"));
  EXPECT_THAT(hosts_file_addresses(text, "test"), IsEmpty());
  EXPECT_THAT(hosts_file_addresses("", "api.test"), IsEmpty());
}

}  // namespace
}  // namespace doctor::net
