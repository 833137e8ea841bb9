#pragma once
// The part of JSON Schema that the report's schema uses, so that every report of the tests can be
// held against it wherever they run. (tests/report checks the schema itself with a full validator.)

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace doctor::bounds {

/// What is wrong with `value`, one line each with its place. A keyword that this does not know is
/// reported as well.
std::vector<std::string> violations(const nlohmann::json& schema, const nlohmann::json& value);

}  // namespace doctor::bounds
