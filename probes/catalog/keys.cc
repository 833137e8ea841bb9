#include <array>

#include "probes/common.h"
#include "probes/facts/network.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 2> needs{"base-url", "dns"};
constexpr std::array<const FactSpec*, 1> own{&fact::keys_count};
constexpr auto facts = fact::with_request_facts<"keys">(own);

Question ask(const Known& known) {
  if (auto skip = no_way(known)) {
    return *skip;
  }
  return net::Ask{api_ask(known, "jwks", net::Credential::none)};
}

void learn(const Known&, const net::Answer& answer, Facts& out) {
  const auto body = success_body(answer);
  const bool known_shape = body && body->root()["keys"].is_array();
  learn_request<"keys">(answer, known_shape, out);
  if (known_shape) {
    out.set(fact::keys_count, static_cast<std::int64_t>(body->root()["keys"].items().size()));
  }
}

}  // namespace

extern constinit const Probe probe_keys{.id = "keys",
                                        .layer = "service",
                                        .about = "Which keys does the API publish for its tokens?",
                                        .needs = needs,
                                        .facts = facts,
                                        .ask = ask,
                                        .learn = learn};

}  // namespace doctor::probes
