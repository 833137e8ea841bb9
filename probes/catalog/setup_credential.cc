#include "probes/probe.h"
#include "setup/facts.h"

namespace doctor::probes {
namespace {

Question ask(const Known&) {
  return Local{};
}

void learn(const Known& known, const net::Answer&, Facts& facts) {
  setup::copy_facts(known.setup_facts(), setup::fact::credential_facts, facts);
}

}  // namespace

extern constinit const Probe probe_credential{
    .id = "credential",
    .layer = "setup",
    .about = "Which credential does this client find, and does it fit its place?",
    .needs = {},
    .facts = setup::fact::credential_facts,
    .ask = ask,
    .learn = learn,
};

}  // namespace doctor::probes
