#include "probes/probe.h"
#include "setup/facts.h"

namespace doctor::probes {
namespace {

Question ask(const Known&) {
  return Local{};
}

void learn(const Known& known, const net::Answer&, Facts& facts) {
  setup::copy_facts(known.setup_facts(), setup::fact::file_facts, facts);
}

}  // namespace

extern constinit const Probe probe_client_files{
    .id = "client-files",
    .layer = "setup",
    .about = "Are the clients' own files in the right place and form?",
    .needs = {},
    .facts = setup::fact::file_facts,
    .ask = ask,
    .learn = learn,
};

}  // namespace doctor::probes
