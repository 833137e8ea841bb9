#pragma once
// Hostile servers, each as a scenario for `run --mock=FILE`, and what must be said of it.
// cases.json: `faults` × `places`, paired by `plays`; and `worlds`, which strike below HTTP.

#include <optional>
#include <string>
#include <vector>

namespace doctor::bounds {

struct Case {
  std::string name;
  std::string scenario;             ///< the file's text
  std::optional<std::string> root;  ///< first finding; nullopt: no error and no warning
  std::vector<std::string> absent;  ///< rules or rows that must not be claimed
  bool endures = false;             ///< the fault lasts until somebody gives up
};

std::vector<Case> read_cases();

}  // namespace doctor::bounds
