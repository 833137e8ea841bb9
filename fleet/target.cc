#include "fleet/target.h"

#include <algorithm>

namespace doctor::fleet {

void name_in_report(const std::string& name, Report& report) {
  auto& values = report.target;
  if (std::ranges::find(values, "name", &TargetValue::name) == values.end()) {
    values.insert(values.begin(), {.name = "name", .value = name, .source = "the targets file"});
  }
}

std::string_view name_of(Credential::From from) {
  switch (from) {
    using enum Credential::From;
    case variable:
      return "variable";
    case file:
      return "file";
    case none:
      break;
  }
  return "none";
}

}  // namespace doctor::fleet
