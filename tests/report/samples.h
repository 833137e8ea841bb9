#pragma once
// Reports made by hand: one for each thing a reader can meet.

#include <string>
#include <vector>

#include "core/report.h"

namespace doctor::report::samples {

struct Sample {
  std::string name;
  Report report;
};

const std::vector<Sample>& all();
const Report& get(const std::string& name);

}  // namespace doctor::report::samples
