#pragma once
// How fast a fleet may ask. 1Claw limits requests per client address, so many targets checked from
// one machine share what one client may do. The pace is kept before sending: no request leaves that
// the documented limits would refuse. A target begins only when all that it will ask has been
// set aside for it, so that its own time never runs while it waits.

#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "net/answer.h"
#include "net/ask.h"

namespace doctor::cli {

/// Tokens that come back at a steady rate, some of them promised.
class Bucket {
 public:
  using Clock = std::chrono::steady_clock;

  /// Full at first. `per_second` is above 0.
  Bucket(double size, double per_second) : size_(size), per_second_(per_second), level_(size) {}

  /// Whether `count` more may be promised now; a bucket smaller than that promises them when full.
  bool can_promise(int count, Clock::time_point now);
  void promise(int count) { promised_ += count; }
  /// One that was promised is used.
  void spend(Clock::time_point now);
  /// These will not be used.
  void release(int count) { promised_ -= count; }
  /// Empty, and nothing comes back until then.
  void close(Clock::time_point until);
  /// When `count` can be promised, if nothing else happens.
  Clock::time_point ready_at(int count, Clock::time_point now);
  double per_second() const { return per_second_; }

 private:
  void refill(Clock::time_point now);

  double size_;
  double per_second_;
  double level_;
  int promised_ = 0;
  Clock::time_point since_ = {};
};

/// What a target is going to ask, and of whom.
struct Demand {
  std::string api = {};  ///< host of its API
  std::string mcp = {};  ///< host of its hosted MCP server; empty: none
  bool signs_in = false;
};

class Pace {
 public:
  using Clock = Bucket::Clock;
  enum class Limit : std::uint8_t { sign_in, requests, mcp };
  static constexpr std::size_t limits = 3;

  /// What was set aside for one target.
  struct Booking {
    std::array<Bucket*, limits> buckets = {};
    std::array<int, limits> left = {};
  };

  /// `lifted`: everything may go at once.
  explicit Pace(bool lifted) : lifted_(lifted) {}

  /// Sets aside what the target needs; nullopt: not now.
  std::optional<Booking> book(const Demand& demand, Clock::time_point now);
  /// A request of its owner leaves.
  static void sent(Booking& booking, const net::HttpAsk& ask, Clock::time_point now);
  /// An answer came: one that says "too many" slows down whatever it was about.
  static void answered(const Booking& booking, const net::Answer& answer, Clock::time_point now);
  /// Its owner asks nothing more.
  static void release(Booking& booking);
  /// It signs in nowhere, as it turned out.
  static void release(Booking& booking, Limit limit);
  /// When `book` may have an answer; `now` when it has one already.
  Clock::time_point ready_at(const Demand& demand, Clock::time_point now);
  /// How long this many targets with a sign-in to the same API take at least.
  std::chrono::seconds time_for(std::size_t sign_ins) const;
  bool lifted() const { return lifted_; }

 private:
  struct Needed {
    Bucket* bucket = nullptr;
    int count = 0;
  };
  std::array<Needed, limits> needs_of(const Demand& demand);
  Bucket& bucket_of(const std::string& host, Limit limit);

  bool lifted_;
  std::map<std::pair<std::string, Limit>, Bucket> buckets_;
};

}  // namespace doctor::cli
