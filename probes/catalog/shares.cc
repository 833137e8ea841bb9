#include <algorithm>
#include <array>

#include "api/records.h"
#include "probes/common.h"
#include "probes/facts/other.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 2> needs{"credential", "exchange"};
constexpr std::array<const FactSpec*, 6> own{&fact::shares_count,
                                             &fact::shares_last_minute,
                                             &fact::shares_expired,
                                             &fact::shares_used_up,
                                             &fact::shares_unaccepted,
                                             &fact::shares_wanted};
constexpr auto facts = fact::with_request_facts<"shares">(own);

Question ask(const Known& known) {
  if (!known.target().wish.share) {
    return Skip{.blocked_by = "client", .reason = "sharing was not asked about (--share)"};
  }
  return authenticated(known, "shares.outbound");
}

void learn(const Known& known, const net::Answer& answer, Facts& out) {
  const auto body = success_body(answer);
  const auto shares = body ? api::read_shares(body->root()) : std::nullopt;
  learn_request<"shares">(answer, shares.has_value(), out);
  out.set(fact::shares_wanted, true);
  if (!shares) {
    return;
  }
  const TimePoint now = known.now();
  const auto count = [&](auto holds) {
    return std::ranges::count_if(*shares, holds);
  };
  out.set(fact::shares_count, static_cast<std::int64_t>(shares->size()));
  out.set(fact::shares_last_minute, count([&](const api::Share& share) {
            constexpr std::int64_t minute = 60;
            return share.created_at && seconds_between(*share.created_at, now) < minute;
          }));
  out.set(fact::shares_expired, count([&](const api::Share& share) {
            return share.expired.value_or(share.expires_at && *share.expires_at <= now);
          }));
  out.set(fact::shares_used_up, count([](const api::Share& share) {
            return share.access_count && share.max_access_count.value_or(0) > 0 &&
                   *share.access_count >= *share.max_access_count;
          }));
  out.set(fact::shares_unaccepted,
          count([](const api::Share& share) { return share.accepted == false; }));
}

}  // namespace

extern constinit const Probe probe_shares{.id = "shares",
                                          .layer = "sharing",
                                          .about = "In which state are the shares given?",
                                          .needs = needs,
                                          .facts = facts,
                                          .ask = ask,
                                          .learn = learn};

}  // namespace doctor::probes
