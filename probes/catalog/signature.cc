#include <array>

#include "probes/common.h"
#include "probes/facts/auth.h"
#include "probes/facts/network.h"

namespace doctor::probes {
namespace {

constexpr std::array<std::string_view, 2> needs{"token", "keys"};
constexpr std::array<const FactSpec*, 1> facts{&fact::signature_status};

Question ask(const Known& known) {
  if (!known.facts().get(fact::token_readable)) {
    return Skip{.blocked_by = "token", .reason = "there is no JWT to check"};
  }
  const net::Answer* keys = known.answer("keys");
  // A list without keys, or in a shape of its own, would make every signature look foreign.
  if (keys == nullptr || known.facts().get(fact::keys_count) == 0) {
    return Skip{.blocked_by = "keys", .reason = "there are no keys to check it with"};
  }
  return Local{};
}

void learn(const Known& known, const net::Answer&, Facts& out) {
  switch (known.check_signature(known.answer("keys")->body)) {
    case net::SignatureCheck::valid:
      out.set(fact::signature_status, "valid");
      break;
    case net::SignatureCheck::invalid:
      out.set(fact::signature_status, "invalid");
      break;
    case net::SignatureCheck::unknown_key:
      out.set(fact::signature_status, "unknown_key");
      break;
    case net::SignatureCheck::unsupported:
      out.set(fact::signature_status, "unsupported");
      break;
    case net::SignatureCheck::not_asked:
      break;
  }
}

}  // namespace

extern constinit const Probe probe_signature{.id = "signature",
                                             .layer = "auth",
                                             .about = "Did this API sign the token?",
                                             .needs = needs,
                                             .facts = facts,
                                             .ask = ask,
                                             .learn = learn};

}  // namespace doctor::probes
