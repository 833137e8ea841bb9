#include <array>

#include "probes/common.h"
#include "probes/facts/access.h"
#include "probes/facts/auth.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 3> needs{"token", "whoami", "agent"};
constexpr std::array<const FactSpec*, 4> facts{
    &fact::intents_wanted, &fact::intents_record, &fact::intents_token, &fact::intents_principal};

Question ask(const Known& known) {
  if (!known.target().wish.intents) {
    return Skip{.blocked_by = "client", .reason = "transactions were not asked about (--intents)"};
  }
  return Local{};
}

void learn(const Known& known, const net::Answer&, Facts& out) {
  const Facts& in = known.facts();
  out.set(fact::intents_wanted, true);
  const std::string principal = principal_kind(known);
  if (!principal.empty()) {
    out.set(fact::intents_principal, principal);
  }
  const bool* own_record = in.find(fact::whoami_intents);
  const bool* record = own_record != nullptr ? own_record : in.find(fact::agent_intents);
  if (record != nullptr) {
    out.set(fact::intents_record, *record);
  }
  if (const bool* stamped = in.find(fact::token_intents)) {
    out.set(fact::intents_token, *stamped);
  }
}

}  // namespace

extern constinit const Probe probe_intents{.id = "intents",
                                           .layer = "access",
                                           .about = "Is the Intents API open to this token?",
                                           .needs = needs,
                                           .facts = facts,
                                           .ask = ask,
                                           .learn = learn};

}  // namespace doctor::probes
