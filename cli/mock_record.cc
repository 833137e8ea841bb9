#include "cli/mock_record.h"

#include <fstream>

#include <nlohmann/json.hpp>

#include "intake/mask.h"

namespace doctor::cli {
namespace {

using nlohmann::ordered_json;

std::string safe_body(const std::string& body) {
  std::string out = intake::masked_text(body);
  const auto json = nlohmann::json::parse(body, nullptr, false);
  const std::string token =
      json.is_object() && json.contains("access_token") && json.at("access_token").is_string()
          ? json.at("access_token").get<std::string>()
          : std::string{};
  const auto signature = token.rfind('.');
  constexpr std::string_view masked = R"("access_token":"****")";
  const auto at = out.find(masked);
  if (signature != std::string::npos && at != std::string::npos) {
    out.replace(at, masked.size(), R"("access_token":")" + token.substr(0, signature + 1) + "\"");
  }
  return out;
}

ordered_json answer_of(const mock::Recorded& request) {
  ordered_json headers = ordered_json::array();
  for (const auto& [name, value] : request.headers) {
    headers.push_back({name, intake::is_secret_header(name) ? "****" : intake::masked_text(value)});
  }
  return {{"headers", std::move(headers)}, {"body", safe_body(request.body)}};
}

}  // namespace

bool write_record(const mock::Server& server, const std::string& path) {
  std::ofstream out{path};
  for (const mock::Recorded& request : server.recorded()) {
    ordered_json line{{"method", request.method},
                      {"host", request.host},
                      {"target", request.target},
                      {"authenticated", request.authenticated},
                      {"authorization", request.authorization},
                      {"agent_id", request.agent_id},
                      {"status", request.status}};
    if (request.status != 0) {
      line["answer"] = answer_of(request);
    }
    out << line.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) << '\n';
  }
  return out.good();
}

}  // namespace doctor::cli
