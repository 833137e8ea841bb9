#pragma once
// The machine whose set-up is examined: this one, or the one a scenario describes.

#include <memory>

#include "mock/mock.h"
#include "setup/system.h"

namespace doctor::cli {

/// `scenario` is null for this machine.
std::unique_ptr<setup::System> machine_of(const mock::Scenario* scenario);

/// The certificate of a mocked authority is made for the run, so its file cannot be the scenario's.
void add_authority(setup::System& machine, const mock::Endpoints& at);

}  // namespace doctor::cli
