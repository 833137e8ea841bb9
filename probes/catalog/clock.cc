#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "api/problem.h"
#include "probes/common.h"
#include "probes/facts/network.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 4> needs{"health", "hsm", "keys", "exchange"};
constexpr std::array<const FactSpec*, 6> facts{&fact::clock_offset,
                                               &fact::clock_bound,
                                               &fact::clock_certain_skew,
                                               &fact::clock_direction,
                                               &fact::clock_local,
                                               &fact::clock_server};

Question ask(const Known& known) {
  const auto dated = [&](std::string_view probe) {
    const net::Answer* answer = known.answer(probe);
    return answer != nullptr && !answer->header("date").empty();
  };
  if (std::ranges::none_of(needs, dated)) {
    return Skip{.blocked_by = "health", .reason = "no answer told the server's time"};
  }
  return Local{};
}

/// The interval that holds (server clock − local clock), in seconds.
struct Interval {
  double low = -1e12;
  double high = 1e12;
};

/// Cristian's bound: the stamp was made between sending and receiving, and is cut to the second.
std::optional<Interval> interval_of(const net::Answer& answer) {
  const auto date = parse_http_date(answer.header("date"));
  const bool cached = !answer.header("age").empty();
  const bool json = api::media_of(answer.header("content-type"), answer.body) == api::Media::json;
  if (!date || cached || !json || answer.sent_at == TimePoint{} ||
      answer.received_at < answer.sent_at) {
    return std::nullopt;
  }
  const auto seconds = [](auto duration) {
    return std::chrono::duration<double>(duration).count();
  };
  return Interval{.low = seconds(*date - answer.received_at),
                  .high = seconds(*date - answer.sent_at) + 1.0};
}

void learn(const Known& known, const net::Answer&, Facts& out) {
  Interval all;
  bool any = false;
  for (const std::string_view probe : needs) {
    const net::Answer* answer = known.answer(probe);
    const auto one = answer == nullptr ? std::nullopt : interval_of(*answer);
    if (!one) {
      continue;
    }
    // Servers behind one name may differ a little: then the later answer widens instead.
    const Interval both{.low = std::max(all.low, one->low), .high = std::min(all.high, one->high)};
    const bool agree = both.low <= both.high;
    all = agree
              ? both
              : Interval{.low = std::min(all.low, one->low), .high = std::max(all.high, one->high)};
    any = true;
  }
  if (!any) {
    return;
  }
  const double offset = (all.low + all.high) / 2;
  const double bound = (all.high - all.low) / 2;
  const TimePoint local = std::chrono::system_clock::now();
  out.set(fact::clock_offset, offset);
  out.set(fact::clock_bound, bound);
  out.set(fact::clock_certain_skew,
          static_cast<std::int64_t>(std::max(0.0, std::abs(offset) - bound)));
  out.set(fact::clock_direction, offset > 0 ? "behind" : "ahead");
  out.set(fact::clock_local, format_rfc3339(local));
  out.set(fact::clock_server,
          format_rfc3339(local + std::chrono::milliseconds{std::llround(offset * 1000)}));
}

}  // namespace

extern constinit const Probe probe_clock{.id = "clock",
                                         .layer = "service",
                                         .about = "How far is the local clock from the server's?",
                                         .needs = needs,
                                         .facts = facts,
                                         .ask = ask,
                                         .learn = learn};

}  // namespace doctor::probes
