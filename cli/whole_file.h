#pragma once
// A file that is needed as a whole, and that may be large.

#include <string>

#include "core/result.h"

namespace doctor::cli {

/// `-` is standard input. Error: it cannot be read, and why, or it is larger than 64 MiB.
Result<std::string> whole_file(const std::string& path);

}  // namespace doctor::cli
