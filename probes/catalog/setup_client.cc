#include "probes/probe.h"
#include "setup/facts.h"

namespace doctor::probes {
namespace {

Question ask(const Known&) {
  return Local{};
}

void learn(const Known& known, const net::Answer&, Facts& facts) {
  setup::copy_facts(known.setup_facts(), setup::fact::client_facts, facts);
}

}  // namespace

extern constinit const Probe probe_client{
    .id = "client",
    .layer = "setup",
    .about = "Whose set-up is examined, and why?",
    .needs = {},
    .facts = setup::fact::client_facts,
    .ask = ask,
    .learn = learn,
};

}  // namespace doctor::probes
