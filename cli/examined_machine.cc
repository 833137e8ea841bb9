#include "cli/examined_machine.h"

namespace doctor::cli {

std::unique_ptr<setup::System> machine_of(const mock::Scenario* scenario) {
  if (scenario == nullptr) {
    return std::make_unique<setup::RealSystem>();
  }
  auto machine = std::make_unique<setup::FakeSystem>();
  machine->environment = scenario->user.environment;
  constexpr unsigned owner_reads = 0400;
  for (const auto& [path, file] : scenario->user.files) {
    if ((file.mode & owner_reads) == 0) {
      machine->unreadable.insert(path);
      continue;
    }
    machine->files[path] = setup::File{.content = file.content, .mode = file.mode};
  }
  machine->input = scenario->user.standard_input;
  return machine;
}

void add_authority(setup::System& machine, const mock::Endpoints& at) {
  if (auto* fake = dynamic_cast<setup::FakeSystem*>(&machine);
      fake != nullptr && !at.signer_file.empty()) {
    fake->files[at.signer_file] = setup::File{.content = at.signer_pem};
  }
}

}  // namespace doctor::cli
