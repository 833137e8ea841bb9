#include "tests/scenarios/lab.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <nlohmann/json.hpp>

#include "bundle/report_reader.h"

namespace doctor::scenarios {
namespace {

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file{path};
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

}  // namespace

std::vector<Recorded> recorded_in_the_lab() {
  const std::filesystem::path lab{ONECLAW_NETLAB};
  std::vector<Recorded> out;
  for (const auto& entry : std::filesystem::directory_iterator{lab / "recorded"}) {
    const std::string fault = entry.path().stem().string();
    auto report = bundle::read_report(content_of(entry.path()));
    const auto row = nlohmann::json::parse(
        content_of(lab / "faults" / entry.path().filename()), nullptr, /*allow_exceptions=*/false);
    if (!report || !row.contains("expects")) {
      throw std::runtime_error{"no record of a fault: " + entry.path().string()};
    }
    out.push_back({.fault = fault,
                   .expected = row["expects"].value("root", std::string{}),
                   .report = std::move(*report)});
  }
  return out;
}

}  // namespace doctor::scenarios
