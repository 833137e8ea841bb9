#include "cli/fleet_files.h"

#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/text.h"
#include "report/report.h"
#include "setup/system.h"

namespace doctor::cli {
namespace {

using nlohmann::json;

std::string text(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

fleet::Credential credential_in(const json& object) {
  using From = fleet::Credential::From;
  const auto found = object.find("credential");
  if (found == object.end() || !found->is_object()) {
    return {};
  }
  const std::string variable = text(*found, "variable");
  const std::string file = text(*found, "file");
  return {.from = !variable.empty() ? From::variable
                  : !file.empty()   ? From::file
                                    : From::none,
          .name = variable.empty() ? file : variable,
          .kind = text(*found, "kind")};
}

}  // namespace

Result<std::vector<fleet::Target>> read_fleet_targets(const std::string& path) {
  constexpr std::size_t longest_echo = 200;
  const auto file = setup::RealSystem{}.file(path);
  if (!file) {
    return failure(fmt::format("--targets: cannot read '{}'", shown(path, longest_echo)));
  }
  const json rows = json::parse(file->content, nullptr, false);
  if (!rows.is_array()) {
    return failure(
        fmt::format("--targets: '{}' is no JSON array of targets", shown(path, longest_echo)));
  }
  std::vector<fleet::Target> out;
  for (const json& row : rows) {
    out.push_back({.name = text(row, "name"),
                   .base_url = text(row, "base_url"),
                   .mcp_url = text(row, "mcp_url"),
                   .agent_id = text(row, "agent_id"),
                   .vault = text(row, "vault"),
                   .secret = text(row, "secret"),
                   .permission = text(row, "permission"),
                   .credential = credential_in(row)});
  }
  return out;
}

std::string fleet_line(const fleet::Result& result) {
  report::Style style;
  style.one_line = true;
  const std::string report = report::find_format("json")->render(result.report, style);
  return fmt::format(R"({{"target":{},"index":{},"report":{}}})",
                     json(result.target).dump(-1, ' ', false, json::error_handler_t::replace),
                     result.index,
                     trim(report));
}

}  // namespace doctor::cli
