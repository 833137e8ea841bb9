#include <array>

#include "core/text.h"
#include "probes/common.h"
#include "probes/facts/network.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 2> needs{"base-url", "dns"};
constexpr std::array<const FactSpec*, 2> own{&fact::health_state, &fact::health_version};
constexpr auto facts = fact::with_request_facts<"health">(own);

Question ask(const Known& known) {
  if (auto skip = no_way(known)) {
    return *skip;
  }
  return net::Ask{api_ask(known, "health", net::Credential::none)};
}

void learn(const Known&, const net::Answer& answer, Facts& out) {
  const auto body = success_body(answer);
  const std::string state = body ? lower(body->root()["status"].text_or("")) : "";
  learn_request<"health">(answer, !state.empty(), out);
  if (!state.empty()) {
    out.set(fact::health_state, shown(state, 40));
  }
  if (const auto version = body ? body->root()["version"].text() : std::nullopt) {
    out.set(fact::health_version, shown(*version, 40));
  }
}

}  // namespace

extern constinit const Probe probe_health{.id = "health",
                                          .layer = "service",
                                          .about = "Does the API say that it is well?",
                                          .needs = needs,
                                          .facts = facts,
                                          .ask = ask,
                                          .learn = learn};

}  // namespace doctor::probes
