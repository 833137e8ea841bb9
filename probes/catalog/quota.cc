#include "api/quota.h"

#include <array>

#include "core/text.h"
#include "probes/answers.h"
#include "probes/common.h"
#include "probes/facts/access.h"

namespace doctor::probes {
namespace {

constexpr auto needs = token_probes;
constexpr std::array<const FactSpec*, 7> facts{&fact::quota_seen,
                                               &fact::quota_used,
                                               &fact::quota_limit,
                                               &fact::quota_percent,
                                               &fact::quota_exceeded,
                                               &fact::quota_overage,
                                               &fact::quota_credit};

Question ask(const Known& known) {
  if (token_answers(known).empty()) {
    return Skip{.blocked_by = "exchange", .reason = "nothing was asked with a token"};
  }
  return Local{};
}

void learn(const Known& known, const net::Answer&, Facts& out) {
  api::QuotaHeaders latest;
  for (const TokenAnswer& entry : token_answers(known)) {
    const net::Answer& answer = *entry.answer;
    const auto headers =
        api::read_quota_headers([&answer](std::string_view name) { return answer.header(name); });
    if (headers.present && (!latest.present || headers.used >= latest.used)) {
      latest = headers;
    }
  }
  out.set(fact::quota_seen, latest.present);
  if (latest.used) {
    out.set(fact::quota_used, *latest.used);
  }
  if (latest.limit) {
    out.set(fact::quota_limit, *latest.limit);
  }
  if (latest.used && latest.limit && *latest.limit > 0) {
    out.set(fact::quota_exceeded, *latest.used >= *latest.limit);
    out.set(fact::quota_percent,
            100.0 * static_cast<double>(*latest.used) / static_cast<double>(*latest.limit));
  } else if (latest.percent) {
    out.set(fact::quota_percent, *latest.percent);
    out.set(fact::quota_exceeded, *latest.percent >= 100);
  }
  if (!latest.overage_method.empty()) {
    out.set(fact::quota_overage, shown(lower(latest.overage_method), 40));
  }
  if (latest.credit_cents) {
    out.set(fact::quota_credit, *latest.credit_cents);
  }
}

}  // namespace

extern constinit const Probe probe_quota{.id = "quota",
                                         .layer = "quota",
                                         .about = "How much of the monthly quota is used?",
                                         .needs = needs,
                                         .facts = facts,
                                         .ask = ask,
                                         .learn = learn};

}  // namespace doctor::probes
