#include <algorithm>
#include <array>

#include "api/records.h"
#include "probes/choice.h"
#include "probes/common.h"
#include "probes/facts/access.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 3> needs{"credential", "vault-id", "exchange"};
constexpr std::array<const FactSpec*, 2> own{&fact::policies_count, &fact::policies_mine};
constexpr auto facts = fact::with_request_facts<"policies">(own);

Question ask(const Known& known) {
  return in_chosen_vault(known, "vault.policies");
}

void learn(const Known& known, const net::Answer& answer, Facts& out) {
  const auto body = success_body(answer);
  const auto policies = body ? api::read_policies(body->root()) : std::nullopt;
  learn_request<"policies">(answer, policies.has_value(), out);
  if (!policies) {
    return;
  }
  out.set(fact::policies_count, static_cast<std::int64_t>(policies->size()));
  const auto me = my_claims(known);
  if (me) {
    out.set(fact::policies_mine,
            std::ranges::count(*policies, me->subject_id, &api::Policy::principal_id));
  }
}

}  // namespace

extern constinit const Probe probe_policies{.id = "policies",
                                            .layer = "access",
                                            .about = "Which policies does the vault have?",
                                            .needs = needs,
                                            .facts = facts,
                                            .ask = ask,
                                            .learn = learn};

}  // namespace doctor::probes
