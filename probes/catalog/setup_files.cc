#include <algorithm>
#include <array>

#include "probes/probe.h"
#include "setup/facts.h"

namespace doctor::probes {
namespace {

/// What discovery found, and what became of this program's own file of known causes.
constexpr auto facts = [] {
  std::array<const FactSpec*, setup::fact::file_facts.size() + 1> out{};
  std::ranges::copy(setup::fact::file_facts, out.begin());
  out.back() = &setup::fact::ignore_expired;
  return out;
}();

Question ask(const Known&) {
  return Local{};
}

void learn(const Known& known, const net::Answer&, Facts& out) {
  setup::copy_facts(known.setup_facts(), facts, out);
}

}  // namespace

extern constinit const Probe probe_client_files{
    .id = "client-files",
    .layer = "setup",
    .about = "Are the clients' own files in the right place and form?",
    .needs = {},
    .facts = facts,
    .ask = ask,
    .learn = learn,
};

}  // namespace doctor::probes
