#pragma once
// Compressed inputs: logs are often kept as .gz or .zst.

#include <cstddef>
#include <string>
#include <string_view>

#include "core/result.h"

namespace doctor::intake {

/// The bytes themselves, or what they unpack to when they begin as gzip or (where the program was
/// built with it) as zstd, several members in a row included. At most `limit` bytes come out: what
/// unpacks to more is cut there. Error: damaged, or a format this build cannot read.
Result<std::string> unpacked(std::string bytes, std::size_t limit);

}  // namespace doctor::intake
