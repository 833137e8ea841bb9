#pragma once

#include <string_view>

#include "core/result.h"
#include "mock/mock.h"

namespace doctor::cli {

/// By name, or by path when there is a slash in it or `.json` at its end. Error: no scenario of
/// that name, with a did-you-mean, or what is wrong with the file.
Result<mock::Scenario> find_scenario(std::string_view name);

}  // namespace doctor::cli
