#pragma once
// Did-you-mean for secret paths, among listed names only.

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace doctor::probes {

struct NearPath {
  std::string path;
  std::string_view how;  ///< case, slash, separator, folder, typo
};
/// nullopt when nothing is near, or when several are equally near.
std::optional<NearPath> near_path(std::string_view wanted, std::span<const std::string> paths);

}  // namespace doctor::probes
