#pragma once

#include <string_view>

#include "core/result.h"
#include "mock/mock.h"

namespace doctor::cli {

/// Error: no scenario of that name, with a did-you-mean.
Result<mock::Scenario> find_scenario(std::string_view name);

}  // namespace doctor::cli
