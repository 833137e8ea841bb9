#include "cli/values.h"

#include <gtest/gtest.h>

#include "cli/argument_guard.h"

namespace doctor::cli {
namespace {

using std::chrono::milliseconds;

TEST(Duration, IsReadInEveryUnit) {
  EXPECT_EQ(read_duration("10"), milliseconds{10000});
  EXPECT_EQ(read_duration("2.5"), milliseconds{2500});
  EXPECT_EQ(read_duration("10s"), milliseconds{10000});
  EXPECT_EQ(read_duration("500ms"), milliseconds{500});
  EXPECT_EQ(read_duration("1m"), milliseconds{60000});
  EXPECT_EQ(read_duration("1h"), milliseconds{3600000});
  EXPECT_EQ(read_duration("1.5h", std::chrono::hours{24}), milliseconds{5400000});
  EXPECT_EQ(read_duration("1ms"), milliseconds{1});
  EXPECT_EQ(read_duration("3600"), milliseconds{3600000});
}

TEST(Duration, RefusesEverythingElse) {
  for (const char* const text : {"",
                                 "0",
                                 "-1",
                                 "+1",
                                 "s",
                                 "25h",
                                 "1d",
                                 "1 s",
                                 "1e3",
                                 "nan",
                                 "inf",
                                 ".5",
                                 "0x10",
                                 "3601",
                                 "0.0001",
                                 "99999999999999999999",
                                 "1,5"}) {
    EXPECT_EQ(read_duration(text), std::nullopt) << text;
  }
}

TEST(Number, KeepsItsBounds) {
  EXPECT_EQ(read_number("0", 0, 100), 0);
  EXPECT_EQ(read_number("100", 0, 100), 100);
  for (const char* const text : {"", "101", "-1", "1.5", "1x", " 1", "99999999999"}) {
    EXPECT_EQ(read_number(text, 0, 100), std::nullopt) << text;
  }
}

TEST(Resolver, AlwaysHasAPort) {
  EXPECT_EQ(read_resolver("9.9.9.9"), "9.9.9.9:53");
  EXPECT_EQ(read_resolver("127.0.0.1:5300"), "127.0.0.1:5300");
  EXPECT_EQ(read_resolver("localhost"), "127.0.0.1:53");
  EXPECT_EQ(read_resolver("2001:db8::1"), "[2001:db8::1]:53");
  EXPECT_EQ(read_resolver("[2001:db8::1]"), "[2001:db8::1]:53");
  EXPECT_EQ(read_resolver("[::1]:5300"), "[::1]:5300");
}

TEST(Resolver, RefusesEverythingElse) {
  for (const char* const text : {"",
                                 "dns.example",
                                 "9.9.9",
                                 "9.9.9.9:",
                                 "9.9.9.9:0",
                                 "9.9.9.9:65536",
                                 "[::1",
                                 "[::1]5300",
                                 "[9.9.9.9]:53",
                                 ":53"}) {
    EXPECT_EQ(read_resolver(text), std::nullopt) << text;
  }
}

TEST(UserCode, HasItsForm) {
  for (const char* const text : {"ABCD-1234", "abcd1234", "AB12", "WDJB-MJHT-X1"}) {
    EXPECT_TRUE(is_user_code(text)) << text;
  }
  for (const char* const text :
       {"", "abc", "-ABCD", "ABCD-", "AB CD", "ABCD/../x", "ABCDEFGHIJKLMNOPQRSTUVWXYZ1234567"}) {
    EXPECT_FALSE(is_user_code(text)) << text;
  }
}

TEST(ArgumentGuard, KnowsCredentials) {
  for (const char* const text : {"ocv_a",
                                 "ocv_2b9f4c7d8e1a",
                                 "1ck_x",
                                 "plt_x",
                                 "x:ocv_1234",
                                 "KEY=ocv_1",
                                 "'ocv_12'",
                                 "Bearer eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhIn0.c2ln",
                                 "eyJhbGciOiJFZERTQSJ9",
                                 "https://h/ocv_2b9f4c7d8e1a4f60",
                                 "ghp_0123456789abcdef0123",
                                 "--ocv_0123456789abcdef"}) {
    EXPECT_TRUE(carries_credential(text)) << text;
  }
}

TEST(ArgumentGuard, LeavesNamesAlone) {
  for (const char* const text : {"",
                                 "ocv_",
                                 "ocv_...",
                                 "ocv_****",
                                 "keys/ocv_backup",
                                 "ocv_backup.txt",
                                 "npm_token",
                                 "ct_prod",
                                 "eyJ",
                                 "prod/eyJoy",
                                 "myocv_file",
                                 "--agent-key-file",
                                 "task-key",
                                 "-",
                                 "https://api.1claw.xyz",
                                 "0b7ad9fe-32f1-4c0e-9a39-7a6b0c5d1e21"}) {
    EXPECT_FALSE(carries_credential(text)) << text;
  }
}

}  // namespace
}  // namespace doctor::cli
