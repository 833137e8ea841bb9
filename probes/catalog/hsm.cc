#include <array>

#include "core/text.h"
#include "probes/common.h"
#include "probes/facts/network.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 2> needs{"base-url", "dns"};
constexpr std::array<const FactSpec*, 1> own{&fact::hsm_state};
constexpr auto facts = fact::with_request_facts<"hsm">(own);

Question ask(const Known& known) {
  if (auto skip = no_way(known)) {
    return *skip;
  }
  return net::Ask{api_ask(known, "hsm", net::Credential::none)};
}

void learn(const Known&, const net::Answer& answer, Facts& out) {
  const auto body = success_body(answer);
  const std::string state = body ? lower(body->root()["status"].text_or("")) : "";
  learn_request<"hsm">(answer, !state.empty(), out);
  if (!state.empty()) {
    out.set(fact::hsm_state, shown(state, 40));
  }
}

}  // namespace

extern constinit const Probe probe_hsm{.id = "hsm",
                                       .layer = "service",
                                       .about = "Does the key store behind the API work?",
                                       .needs = needs,
                                       .facts = facts,
                                       .ask = ask,
                                       .learn = learn};

}  // namespace doctor::probes
