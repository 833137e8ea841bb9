#include <algorithm>
#include <array>
#include <set>

#include "probes/common.h"
#include "probes/facts/auth.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 2> needs{"token", "whoami"};
constexpr std::array<const FactSpec*, 3> facts{
    &fact::stamps_stale, &fact::stamps_intents_stale, &fact::stamps_scopes_stale};

Question ask(const Known& known) {
  if (known.facts().get(fact::whoami_kind) != "agent") {
    return Skip{.blocked_by = "whoami", .reason = "there is no agent's record to compare with"};
  }
  if (!known.facts().get(fact::token_readable)) {
    return Skip{.blocked_by = "token", .reason = "there are no claims to compare"};
  }
  return Local{};
}

bool same(const TextList& a, const TextList& b) {
  return std::set<std::string>(a.begin(), a.end()) == std::set<std::string>(b.begin(), b.end());
}

void learn(const Known& known, const net::Answer&, Facts& out) {
  const Facts& in = known.facts();
  TextList stale;
  const bool* record = in.find(fact::whoami_intents);
  const bool* stamped = in.find(fact::token_intents);
  if (record != nullptr && stamped != nullptr) {
    out.set(fact::stamps_intents_stale, *record && !*stamped);
    if (*record != *stamped) {
      stale.emplace_back(*record ? "Intents is on in the record, off in the token"
                                 : "Intents is off in the record, on in the token");
    }
  }
  // Empty record scopes are derived from the policies, so only fixed ones can be compared.
  const TextList* fixed = in.find(fact::whoami_scopes);
  const TextList* scopes = in.find(fact::token_scopes);
  if (fixed != nullptr && !fixed->empty() && scopes != nullptr) {
    out.set(fact::stamps_scopes_stale, !same(*fixed, *scopes));
    if (!same(*fixed, *scopes)) {
      stale.emplace_back("the fixed scopes of the record differ from the token's");
    }
  }
  if (!stale.empty()) {
    out.set(fact::stamps_stale, std::move(stale));
  }
}

}  // namespace

extern constinit const Probe probe_stamps{.id = "stamps",
                                          .layer = "auth",
                                          .about = "Is the token older than the agent's settings?",
                                          .needs = needs,
                                          .facts = facts,
                                          .ask = ask,
                                          .learn = learn};

}  // namespace doctor::probes
