#include <array>

#include "probes/choice.h"
#include "probes/common.h"
#include "probes/facts/access.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 2> needs{"credential", "exchange"};
constexpr std::array<const FactSpec*, 1> own{&fact::settings_passkey};
constexpr auto facts = fact::with_request_facts<"settings">(own);

/// A passkey is asked for when a secret is read, so without a secret in view the budget is better
/// spent on other questions.
Question ask(const Known& known) {
  if (known.target().wish.secret_path.empty()) {
    return Skip{.blocked_by = "client", .reason = "no secret was named (--secret)"};
  }
  return for_users(known, "auth.settings");
}

void learn(const Known&, const net::Answer& answer, Facts& out) {
  const auto body = success_body(answer);
  const auto passkey = body ? body->root()["require_passkey_for_vaults"].boolean() : std::nullopt;
  learn_request<"settings">(answer, passkey.has_value(), out);
  if (passkey) {
    out.set(fact::settings_passkey, *passkey);
  }
}

}  // namespace

extern constinit const Probe probe_settings{.id = "settings",
                                            .layer = "access",
                                            .about = "Does the user's account ask for a passkey?",
                                            .needs = needs,
                                            .facts = facts,
                                            .ask = ask,
                                            .learn = learn};

}  // namespace doctor::probes
