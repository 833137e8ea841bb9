#include <array>

#include "core/text.h"
#include "probes/common.h"
#include "probes/facts/other.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 2> needs{"base-url", "dns"};
constexpr std::array<const FactSpec*, 1> own{&fact::device_state};
constexpr auto facts = fact::with_request_facts<"device">(own);

Question ask(const Known& known) {
  if (known.target().wish.device_code.empty()) {
    return Skip{.blocked_by = "client", .reason = "no device login was named (--device-code)"};
  }
  if (auto skip = no_way(known)) {
    return *skip;
  }
  return net::Ask{api_ask(
      known, "device.code", net::Credential::none, {{"code", known.target().wish.device_code}})};
}

void learn(const Known&, const net::Answer& answer, Facts& out) {
  const auto body = success_body(answer);
  const std::string state = body ? lower(body->root()["status"].text_or("")) : "";
  learn_request<"device">(answer, !state.empty(), out);
  if (!state.empty()) {
    out.set(fact::device_state, shown(state, 40));
  }
}

}  // namespace

extern constinit const Probe probe_device{.id = "device",
                                          .layer = "device",
                                          .about = "Has the device login been approved?",
                                          .needs = needs,
                                          .facts = facts,
                                          .ask = ask,
                                          .learn = learn};

}  // namespace doctor::probes
