#include "cli/targets.h"

#include <cstdlib>

#include <fmt/format.h>

#include "cli/whole_file.h"
#include "core/text.h"
#include "fleet/targets_file.h"

namespace doctor::cli {

Result<std::vector<fleet::Target>> load_targets(const std::string& path) {
  constexpr std::size_t longest_path = 300;
  const Result<std::string> content = whole_file(path);
  if (!content) {
    return failure(fmt::format("--targets: {}", content.error().message));
  }
  Result<std::vector<fleet::Target>> targets = fleet::read_targets(*content);
  if (!targets) {
    const std::string& why = targets.error().message;
    return failure(fmt::format("--targets: '{}'{}{}",
                               shown(path, longest_path),
                               why.starts_with("line ") ? ", " : " ",
                               why));
  }
  return targets;
}

std::vector<fleet::Expected> expected_of(std::span<const fleet::Target> targets,
                                         const fleet::Shard& shard) {
  std::vector<fleet::Expected> out;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (shard.holds(i)) {
      out.push_back({.name = targets[i].name, .index = i});
    }
  }
  return out;
}

Result<fleet::Shard> shard_of(const std::string& value) {
  const char* const index = std::getenv("JOB_COMPLETION_INDEX");  // NOLINT(concurrency-mt-unsafe)
  Result<fleet::Shard> shard = fleet::read_shard(value, index == nullptr ? "" : index);
  constexpr std::size_t longest_echo = 60;
  return shard ? shard
               : failure(fmt::format(
                     "--shard: '{}': {}", shown(value, longest_echo), shard.error().message));
}

}  // namespace doctor::cli
