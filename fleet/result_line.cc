#include "fleet/result_line.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bundle/report_reader.h"
#include "core/document.h"
#include "fleet/result_check.h"
#include "report/report.h"

namespace doctor::fleet {
namespace {

constexpr std::string_view schema = "oneclaw-doctor/fleet-result/v1";

std::string in_quotes(std::string_view text) {
  using Json = nlohmann::json;
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string result_line(const Result& result) {
  std::string report = report::render_json(result.report, {.one_line = true});
  report.pop_back();  // its line break
  return fmt::format("{{\"schema\":\"{}\",\"target\":{},\"index\":{},\"report\":{}}}\n",
                     schema,
                     in_quotes(result.target),
                     result.index,
                     report);
}

doctor::Result<Result> read_result(std::string_view line) {
  const auto document = Document::parse(line);
  if (!document) {
    return failure("is no JSON");
  }
  const Node root = document->root();
  if (root["schema"].text_or("") != schema) {
    return failure(fmt::format("is no result of a fleet's target ({})", schema));
  }
  const std::string target = root["target"].text_or("");
  const auto index = root["index"].integer();
  if (target.empty() || !root["index"].is_integer() || !index || *index < 0) {
    return failure("names no target, or no place of it");
  }
  doctor::Result<Report> report = bundle::read_report(root["report"]);
  if (!report) {
    return failure(fmt::format("its report {}", report.error().message));
  }
  if (const auto member = unusable_member(root["report"])) {
    return failure(
        fmt::format("its report: {} is missing, of a wrong kind, or out of any measure", *member));
  }
  return Result{
      .target = target, .index = static_cast<std::size_t>(*index), .report = std::move(*report)};
}

}  // namespace doctor::fleet
