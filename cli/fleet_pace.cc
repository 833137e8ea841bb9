#include "cli/fleet_pace.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "api/hosts.h"

namespace doctor::cli {
namespace {

using Clock = Bucket::Clock;

/// What the server grants per client address, and what one target needs of it at most.
struct Granted {
  double burst;
  double per_second;
  int per_target;
};

/// A second's worth of each burst is kept back: a request may be that much longer on its way than
/// the next one, and the server counts when they arrive.
constexpr std::array<Granted, Pace::limits> granted{{
    {.burst = 5 - 1, .per_second = 1, .per_target = 1},         // auth routes (docs: rate limits)
    {.burst = 200 - 100, .per_second = 100, .per_target = 24},  // all routes of the API
    // 60 in a minute of the server's: no sixty seconds may hold more than that.
    {.burst = 12, .per_second = 0.8, .per_target = 6},
}};

constexpr std::size_t place(Pace::Limit limit) {
  return static_cast<std::size_t>(limit);
}

std::chrono::seconds asked_to_wait(const net::Answer& answer) {
  constexpr int usual = 5;
  constexpr int most = 3600;
  const std::string text = answer.header("retry-after");
  int seconds = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
  return std::chrono::seconds{read.ec == std::errc{} ? std::clamp(seconds, 1, most) : usual};
}

Clock::duration seconds_of(double seconds) {
  return std::chrono::ceil<Clock::duration>(std::chrono::duration<double>(seconds));
}

}  // namespace

void Bucket::refill(Clock::time_point now) {
  if (now > since_) {
    if (since_ != Clock::time_point{}) {
      level_ += std::chrono::duration<double>(now - since_).count() * per_second_;
    }
    level_ = std::min(level_, size_);
    since_ = now;
  }
}

bool Bucket::can_promise(int count, Clock::time_point now) {
  refill(now);
  return level_ - promised_ >= std::min<double>(count, size_);
}

void Bucket::spend(Clock::time_point now) {
  refill(now);
  level_ -= 1;
  --promised_;
}

void Bucket::close(Clock::time_point until) {
  level_ = std::min(level_, 0.0);
  since_ = std::max(since_, until);
}

Clock::time_point Bucket::ready_at(int count, Clock::time_point now) {
  if (can_promise(count, now)) {
    return now;
  }
  const double missing = std::min<double>(count, size_) + promised_ - level_;
  return std::max(since_, now) + seconds_of(missing / per_second_);
}

Bucket& Pace::bucket_of(const std::string& host, Limit limit) {
  // Its two names lead to one service, which counts both together.
  const bool is_api = api::role_of(host) == api::HostRole::api;
  const Granted& grant = granted.at(place(limit));
  return buckets_
      .try_emplace({is_api ? "1claw" : host, limit}, Bucket{grant.burst, grant.per_second})
      .first->second;
}

std::array<Pace::Needed, Pace::limits> Pace::needs_of(const Demand& demand) {
  std::array<Needed, limits> needs;
  const auto need = [&](const std::string& host, Limit limit) {
    needs.at(place(limit)) = {.bucket = &bucket_of(host, limit),
                              .count = granted.at(place(limit)).per_target};
  };
  if (lifted_) {
    return needs;
  }
  need(demand.api, Limit::requests);
  if (demand.signs_in) {
    need(demand.api, Limit::sign_in);
  }
  if (!demand.mcp.empty()) {
    need(demand.mcp, Limit::mcp);
  }
  return needs;
}

std::optional<Pace::Booking> Pace::book(const Demand& demand, Clock::time_point now) {
  const std::array<Needed, limits> needs = needs_of(demand);
  for (const Needed& need : needs) {
    if (need.bucket != nullptr && !need.bucket->can_promise(need.count, now)) {
      return std::nullopt;
    }
  }
  Booking booking;
  for (std::size_t i = 0; i < limits; ++i) {
    if (needs.at(i).bucket != nullptr) {
      needs.at(i).bucket->promise(needs.at(i).count);
      booking.buckets.at(i) = needs.at(i).bucket;
      booking.left.at(i) = needs.at(i).count;
    }
  }
  return booking;
}

void Pace::sent(Booking& booking, const net::HttpAsk& ask, Clock::time_point now) {
  const auto take = [&](Limit limit) {
    Bucket* const bucket = booking.buckets.at(place(limit));
    int& left = booking.left.at(place(limit));
    if (bucket == nullptr) {
      return;
    }
    if (left == 0) {  // more than was thought: what follows waits for it
      bucket->promise(1);
      ++left;
    }
    --left;
    bucket->spend(now);
  };
  const bool to_mcp = ask.endpoint.starts_with("mcp.");
  take(to_mcp ? Limit::mcp : Limit::requests);
  if (ask.credential == net::Credential::exchange_key) {
    take(Limit::sign_in);
  }
}

void Pace::answered(const Booking& booking, const net::Answer& answer, Clock::time_point now) {
  constexpr int too_many = 429;
  if (answer.status != too_many) {
    return;
  }
  const bool signing_in = answer.url.find("/v1/auth/") != std::string::npos;
  Bucket* const bucket = booking.buckets.at(place(signing_in ? Limit::sign_in : Limit::requests));
  if (bucket != nullptr) {
    bucket->close(now + asked_to_wait(answer));
  }
}

void Pace::release(Booking& booking, Limit limit) {
  Bucket* const bucket = booking.buckets.at(place(limit));
  if (bucket != nullptr) {
    bucket->release(booking.left.at(place(limit)));
    booking.left.at(place(limit)) = 0;
  }
}

void Pace::release(Booking& booking) {
  for (const Limit limit : {Limit::sign_in, Limit::requests, Limit::mcp}) {
    release(booking, limit);
  }
}

Clock::time_point Pace::ready_at(const Demand& demand, Clock::time_point now) {
  Clock::time_point ready = now;
  for (const Needed& need : needs_of(demand)) {
    if (need.bucket != nullptr) {
      ready = std::max(ready, need.bucket->ready_at(need.count, now));
    }
  }
  return ready;
}

std::chrono::seconds Pace::time_for(std::size_t sign_ins) const {
  const Granted& grant = granted.at(place(Limit::sign_in));
  const double over = static_cast<double>(sign_ins) - grant.burst;
  return std::chrono::seconds{lifted_ || over <= 0 ? 0 : std::lround(over / grant.per_second)};
}

}  // namespace doctor::cli
