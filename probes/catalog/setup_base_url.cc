#include "probes/probe.h"
#include "setup/facts.h"

namespace doctor::probes {
namespace {

Question ask(const Known&) {
  return Local{};
}

void learn(const Known& known, const net::Answer&, Facts& facts) {
  setup::copy_facts(known.setup_facts(), setup::fact::url_facts, facts);
}

}  // namespace

extern constinit const Probe probe_base_url{
    .id = "base-url",
    .layer = "setup",
    .about = "Which API host does this client ask, and is it the right one?",
    .needs = {},
    .facts = setup::fact::url_facts,
    .ask = ask,
    .learn = learn,
};

}  // namespace doctor::probes
