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

nlohmann::json json_of(const std::filesystem::path& path) {
  return nlohmann::json::parse(content_of(path), nullptr, /*allow_exceptions=*/false);
}

Recorded record_of(const std::filesystem::path& path,
                   const std::string& report,
                   const nlohmann::json& about) {
  auto read = bundle::read_report(report);
  if (!read || !about.contains("expects")) {
    throw std::runtime_error{"no record: " + path.string()};
  }
  return {.fault = path.stem().string(),
          .expected = about["expects"].value("root", std::string{}),
          .report = std::move(*read)};
}

}  // namespace

std::vector<Recorded> recorded_elsewhere() {
  const std::filesystem::path lab{ONECLAW_NETLAB};
  std::vector<Recorded> out;
  for (const auto& entry : std::filesystem::directory_iterator{lab / "recorded"}) {
    out.push_back(record_of(
        entry.path(), content_of(entry.path()), json_of(lab / "faults" / entry.path().filename())));
  }
  for (const auto& entry : std::filesystem::directory_iterator{ONECLAW_FLEET_RECORDS}) {
    const nlohmann::json record = json_of(entry.path());
    out.push_back(record_of(entry.path(), record.value("report", nlohmann::json{}).dump(), record));
  }
  return out;
}

}  // namespace doctor::scenarios
