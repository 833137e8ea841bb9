// The pace of a fleet, by a clock of the test's own.

#include "cli/fleet_pace.h"

#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "cli/fleet_queue.h"

namespace doctor::cli {
namespace {

using namespace std::chrono_literals;
using Limit = Pace::Limit;

const Bucket::Clock::time_point start = Bucket::Clock::time_point{} + 1000s;

net::HttpAsk exchange() {
  return {.endpoint = "auth.agent-token",
          .base = "https://api.example.com",
          .credential = net::Credential::exchange_key};
}

Demand signing_in_at(std::string host) {
  return {.api = std::move(host), .signs_in = true};
}

TEST(Bucket, GivesItsBurstThenItsRate) {
  Bucket bucket{3, 1};
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(bucket.can_promise(1, start));
    bucket.promise(1);
    bucket.spend(start);
  }
  EXPECT_FALSE(bucket.can_promise(1, start));
  EXPECT_EQ(bucket.ready_at(1, start), start + 1s);
  EXPECT_FALSE(bucket.can_promise(1, start + 999ms));
  EXPECT_TRUE(bucket.can_promise(1, start + 1s));
}

TEST(Bucket, KeepsWhatIsPromisedFromOthers) {
  Bucket bucket{3, 1};
  ASSERT_TRUE(bucket.can_promise(3, start));
  bucket.promise(3);
  EXPECT_FALSE(bucket.can_promise(1, start));
  EXPECT_FALSE(bucket.can_promise(1, start + 60s)) << "it is never fuller than full";
  bucket.release(1);
  EXPECT_TRUE(bucket.can_promise(1, start + 60s));
}

TEST(Bucket, FillsToItsSizeOnly) {
  Bucket bucket{3, 1};
  ASSERT_TRUE(bucket.can_promise(3, start));
  EXPECT_TRUE(bucket.can_promise(4, start + 3600s)) << "more than it holds: when it is full";
  bucket.promise(3);
  for (int i = 0; i < 3; ++i) {
    bucket.spend(start + 3600s);
  }
  EXPECT_FALSE(bucket.can_promise(1, start + 3600s));
}

TEST(Bucket, GivesNothingWhileItIsClosed) {
  Bucket bucket{3, 1};
  ASSERT_TRUE(bucket.can_promise(1, start));
  bucket.close(start + 10s);
  EXPECT_FALSE(bucket.can_promise(1, start + 10s));
  EXPECT_EQ(bucket.ready_at(1, start + 2s), start + 11s);
  EXPECT_TRUE(bucket.can_promise(1, start + 11s));
}

/// Whatever the connections do to the order: no five sign-ins and one more within a second.
TEST(Pace, KeepsToTheLimitOnSignIns) {
  Pace pace{false};
  std::vector<Bucket::Clock::time_point> sent;
  std::vector<Pace::Booking> open;
  for (auto now = start; now < start + 20s; now += 10ms) {
    if (auto booking = pace.book(signing_in_at("api.example.com"), now)) {
      open.push_back(*booking);
    }
    // The first one's connection takes long, so that several sign in together.
    if (!open.empty() && now > start + 2s) {
      Pace::sent(open.back(), exchange(), now);
      Pace::release(open.back());
      open.pop_back();
      sent.push_back(now);
    }
  }
  ASSERT_GE(sent.size(), 20U);
  for (std::size_t i = 5; i < sent.size(); ++i) {
    EXPECT_GE(sent[i] - sent[i - 5], 1s) << i;
  }
}

TEST(Pace, SlowsDownWhenTheServerSaysTooMany) {
  Pace pace{false};
  auto booking = pace.book(signing_in_at("api.example.com"), start);
  ASSERT_TRUE(booking);
  net::Answer answer;
  answer.status = 429;
  answer.url = "https://api.example.com/v1/auth/agent-token";
  answer.headers = {{"retry-after", "30"}};
  Pace::sent(*booking, exchange(), start);
  Pace::answered(*booking, answer, start);
  EXPECT_FALSE(pace.book(signing_in_at("api.example.com"), start + 30s));
  EXPECT_TRUE(pace.book(signing_in_at("api.example.com"), start + 31s));
  EXPECT_TRUE(pace.book(signing_in_at("other.example.com"), start));
}

TEST(Pace, CountsTheTwoNamesOfTheServiceTogether) {
  Pace pace{false};
  int booked = 0;
  for (int i = 0; i < 10; ++i) {
    const std::string host = i % 2 == 0 ? "api.1claw.xyz" : "api.1claw.co";
    booked += pace.book(signing_in_at(host), start) ? 1 : 0;
  }
  EXPECT_EQ(booked, 4);
}

TEST(Pace, LetsEverythingGoWhenItIsLifted) {
  Pace pace{true};
  for (int i = 0; i < 1000; ++i) {
    auto booking = pace.book(signing_in_at("127.0.0.1"), start);
    ASSERT_TRUE(booking);
    Pace::sent(*booking, exchange(), start);
  }
  EXPECT_EQ(pace.time_for(1000), 0s);
}

TEST(FleetQueue, HoldsUpNoHostForAnother) {
  Pace pace{false};
  FleetQueue queue{pace, 100};
  for (std::size_t i = 0; i < 10; ++i) {
    queue.add(i, signing_in_at("slow.example.com"));
  }
  queue.add(10, signing_in_at("other.example.com"));
  queue.add(11, {.api = "slow.example.com", .signs_in = false});
  std::vector<std::size_t> begun;
  while (auto next = queue.next(start)) {
    begun.push_back(next->place);
  }
  EXPECT_EQ(begun, (std::vector<std::size_t>{0, 10, 11, 1, 2}));
  EXPECT_FALSE(queue.empty());
  EXPECT_EQ(queue.longest_sign_in_line(), 7U);
}

TEST(FleetQueue, TakesNoMoreOfOneHostThanItMay) {
  Pace pace{true};
  FleetQueue queue{pace, 2};
  for (std::size_t i = 0; i < 4; ++i) {
    queue.add(i, signing_in_at("a.example.com"));
  }
  queue.add(4, signing_in_at("b.example.com"));
  std::vector<std::size_t> begun;
  while (auto next = queue.next(start)) {
    begun.push_back(next->place);
  }
  EXPECT_EQ(begun, (std::vector<std::size_t>{0, 4, 1}));
  queue.ended("a.example.com");
  const auto next = queue.next(start);
  ASSERT_TRUE(next);
  EXPECT_EQ(next->place, 2U);
}

}  // namespace
}  // namespace doctor::cli
