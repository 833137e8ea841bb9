#include <array>

#include "api/records.h"
#include "probes/choice.h"
#include "probes/common.h"
#include "probes/facts/access.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 2> needs{"vault", "secrets"};
constexpr std::array<const FactSpec*, 0> own{};
constexpr auto facts = fact::with_request_facts<"vault_record">(own);

/// Asked only when the lists left it open: 403 means a missing binding, 404 a wrong id.
Question ask(const Known& known) {
  if (auto skip = no_token(known)) {
    return *skip;
  }
  const std::string id = known.facts().get(fact::vault_id);
  if (id.empty()) {
    return Skip{.blocked_by = "vault", .reason = "there is no vault to look at"};
  }
  const bool listed = known.facts().find(fact::vault_name) != nullptr;
  const bool readable = known.facts().get(fact::RequestFacts<"secrets">::recognised) &&
                        known.facts().get(fact::RequestFacts<"secrets">::status) == 200;
  if (listed || readable) {
    return Skip{.blocked_by = "vaults", .reason = "the vault is listed or readable already"};
  }
  return authenticated(known, "vaults.get", {{"vault", id}});
}

void learn(const Known&, const net::Answer& answer, Facts& out) {
  const auto body = success_body(answer);
  learn_request<"vault_record">(answer, body && api::read_vault(body->root()), out);
}

}  // namespace

extern constinit const Probe probe_vault_record{.id = "vault-record",
                                                .layer = "access",
                                                .about = "Does the wanted vault exist for us?",
                                                .needs = needs,
                                                .facts = facts,
                                                .ask = ask,
                                                .learn = learn};

}  // namespace doctor::probes
