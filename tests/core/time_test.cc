#include "core/time.h"

#include <chrono>

#include <gtest/gtest.h>

namespace doctor {
namespace {

using std::chrono::seconds;

TEST(Time, ReadsTheFormsTheApiWrites) {
  const auto plain = parse_rfc3339("2026-11-23T08:32:05Z");
  ASSERT_TRUE(plain);
  EXPECT_EQ(format_rfc3339(*plain), "2026-11-23T08:32:05Z");
  EXPECT_EQ(parse_rfc3339("2026-11-23T10:32:05+02:00"), plain);
  EXPECT_EQ(parse_rfc3339("2026-11-23T08:32:05.000Z"), plain);
  EXPECT_EQ(parse_http_date("Mon, 23 Nov 2026 08:32:05 GMT"), plain);
}

TEST(Time, RefusesWhatOnlyLooksLikeATime) {
  for (const char* text : {"",
                           "2026-11-23",
                           "2026-02-30T00:00:00Z",
                           "2026-11-23T08:32:05Zjunk",
                           "2026-11-23T08:32:05",
                           "2026-11-23T08:320:5Z",
                           "2026-11-23T08:32:055Z",
                           "2026-11-23T24:00:00Z",
                           "2026-11-23T08:61:00Z",
                           "2026-11-23T08:32:05.Z",
                           "2026-11-23T08:32:05+0200",
                           "2026-11-20T2026-11-20T09:14:02.123Z",
                           "yesterday"}) {
    EXPECT_FALSE(parse_rfc3339(text)) << text;
  }
  for (const char* text : {"23 Nov 2026",
                           "Fri, 20 Nov 2026 09:104:2 GMT",
                           "Fri, 20 Nov 2026 9:10:42 GMT",
                           "Fri, 20 Nov 2026 09:10: GMT",
                           "Fri, 20 Nov 2026 09:10:42. GMT",
                           "Fri, 20 Nov 2\xef\xbf\xbd 26 09:14:02 GMT",
                           "Fri, 20 Nvo 2026 09:10:42 GMT",
                           "Fri, 31 Nov 2026 09:10:42 GMT",
                           ":"}) {
    EXPECT_FALSE(parse_http_date(text)) << text;
  }
}

TEST(Time, BeyondTheClockIsItsNearerEnd) {
  // Differences of any two have to fit as well.
  const auto first = parse_rfc3339("0001-01-01T00:00:00Z");
  const auto last = parse_http_date("Fri, 31 Dec 9999 23:59:59 GMT");
  ASSERT_TRUE(first);
  ASSERT_TRUE(last);
  EXPECT_EQ(format_rfc3339(*first), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_rfc3339(*last), "2255-03-14T16:00:00Z");
  EXPECT_GT(*last - *first, seconds{0});
}

TEST(Time, DurationsAreForPeople) {
  EXPECT_EQ(format_duration(seconds{45}), "45 s");
  EXPECT_EQ(format_duration(seconds{-725}), "12 min");
  EXPECT_EQ(format_duration(seconds{3600 * 3 + 300}), "3 h 5 min");
  EXPECT_EQ(format_duration(seconds{86400 * 4}), "4 days");
}

}  // namespace
}  // namespace doctor
