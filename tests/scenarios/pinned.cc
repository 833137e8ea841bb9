#include "tests/scenarios/pinned.h"

#include <fstream>
#include <stdexcept>

#include "core/text.h"

namespace doctor::scenarios {

std::string outline(const std::vector<Finding>& findings) {
  std::vector<std::string> parts;
  for (const Finding& finding : findings) {
    parts.push_back(finding.rule + (finding.root_cause ? " root " : " symptom ") +
                    std::string{name_of(finding.severity)} + ' ' +
                    std::string{name_of(finding.certainty)});
  }
  return parts.empty() ? "nothing" : join(parts, ", ");
}

Diagnoses pinned_diagnoses() {
  std::ifstream in{ONECLAW_DIAGNOSES};
  if (!in) {
    throw std::runtime_error{"cannot read " ONECLAW_DIAGNOSES};
  }
  Diagnoses out;
  for (std::string line; std::getline(in, line);) {
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) {
      throw std::runtime_error{ONECLAW_DIAGNOSES ": not 'scenario: outline': " + line};
    }
    const auto [place, is_new] = out.emplace(line.substr(0, colon), line.substr(colon + 2));
    if (!is_new) {
      place->second += ", and also: " + line.substr(colon + 2);
    }
  }
  return out;
}

void pin(const Diagnoses& diagnoses) {
  std::ofstream out{ONECLAW_DIAGNOSES};
  for (const auto& [scenario, outline] : diagnoses) {
    out << scenario << ": " << outline << '\n';
  }
}

}  // namespace doctor::scenarios
