#include "probes/probe.h"
#include "setup/facts.h"

namespace doctor::probes {
namespace {

Question ask(const Known&) {
  return Local{};
}

void learn(const Known& known, const net::Answer&, Facts& facts) {
  setup::copy_facts(known.setup_facts(), setup::fact::vault_facts, facts);
}

}  // namespace

extern constinit const Probe probe_vault_id{
    .id = "vault-id",
    .layer = "setup",
    .about = "Which vault and agent are configured, and are their ids well-formed?",
    .needs = {},
    .facts = setup::fact::vault_facts,
    .ask = ask,
    .learn = learn,
};

}  // namespace doctor::probes
