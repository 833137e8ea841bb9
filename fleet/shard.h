#pragma once
// A part of the targets, for one of several runs that share them: `--shard 2/8`.

#include <cstddef>
#include <string_view>

#include "core/result.h"

namespace doctor::fleet {

struct Shard {
  std::size_t number = 1;  ///< the first is 1
  std::size_t of = 1;
  /// By the place in the targets file alone, so that every run of this shard has the same targets.
  bool holds(std::size_t index) const { return index % of == number - 1; }
  bool operator==(const Shard&) const = default;
};

/// `2/8`; or `auto/8`, whose number is `completion_index` (of a Kubernetes Indexed Job, the first
/// is 0) and one. Error: what is wrong with it, in one phrase.
doctor::Result<Shard> read_shard(std::string_view text, std::string_view completion_index);

}  // namespace doctor::fleet
