#include <array>

#include "api/records.h"
#include "core/text.h"
#include "probes/common.h"
#include "probes/facts/access.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 2> needs{"credential", "exchange"};
constexpr std::array<const FactSpec*, 2> own{&fact::vaults_count, &fact::vaults_names};
constexpr auto facts = fact::with_request_facts<"vaults">(own);

Question ask(const Known& known) {
  return authenticated(known, "vaults.list");
}

void learn(const Known&, const net::Answer& answer, Facts& out) {
  const auto body = success_body(answer);
  const auto vaults = body ? api::read_vaults(body->root()) : std::nullopt;
  learn_request<"vaults">(answer, vaults.has_value(), out);
  if (!vaults) {
    return;
  }
  out.set(fact::vaults_count, static_cast<std::int64_t>(vaults->size()));
  constexpr std::size_t most_shown = 20;
  TextList names;
  for (const api::Vault& vault : *vaults) {
    if (names.size() < most_shown) {
      names.push_back(shown(vault.name.empty() ? vault.id : vault.name, 80));
    }
  }
  out.set(fact::vaults_names, std::move(names));
}

}  // namespace

extern constinit const Probe probe_vaults{.id = "vaults",
                                          .layer = "access",
                                          .about = "Which vaults may this principal see?",
                                          .needs = needs,
                                          .facts = facts,
                                          .ask = ask,
                                          .learn = learn};

}  // namespace doctor::probes
