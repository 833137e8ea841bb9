// `exchanges.json`.

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bundle/look.h"
#include "bundle/run_story.h"

namespace doctor::bundle {
namespace {

using Json = nlohmann::ordered_json;

// What probes note of every answer, under their own name: `vaults.status`.
constexpr std::array<std::string_view, 10> noted{"status",
                                                 "failure",
                                                 "stage",
                                                 "media",
                                                 "recognised",
                                                 "problem_type",
                                                 "detail",
                                                 "quota_headers",
                                                 "retry_after",
                                                 "credential_sent"};
/// Only answers of the API have it.
constexpr std::string_view mark = ".credential_sent";

Json json_of(const FactValue& value) {
  return std::visit([](const auto& plain) { return Json(plain); }, value);
}

/// The area of facts in which the probe notes what its answer came to; empty: it does not.
std::string_view area_of(const Observation& seen) {
  for (const auto& [name, value] : seen.facts) {
    if (name.ends_with(mark)) {
      return name.substr(0, name.size() - mark.size());
    }
  }
  return {};
}

void add_notes(const Observation& seen, std::string_view area, Json& out) {
  for (const std::string_view part : noted) {
    if (const FactValue* found = seen.facts.find(fmt::format("{}.{}", area, part))) {
      out[std::string{part}] = json_of(*found);
    }
  }
}

/// An id's stand-in, the same as wherever else it stands.
std::string shown_id(const std::string& value, Redactor& redactor) {
  return redactor.stand_in(is_uuid(value) ? Kind::uuid : Kind::name, value);
}

std::string url_of(const Exchange& one, Redactor& redactor) {
  std::string url = redactor.redact(one.base) + one.path;
  for (const auto& [name, value] : one.ids) {
    const std::string placeholder = fmt::format("{{{}}}", name);
    if (const auto at = url.find(placeholder); at != std::string::npos) {
      url.replace(at, placeholder.size(), shown_id(value, redactor));
    }
  }
  return url;
}

Json request_of(const Exchange& one, Redactor& redactor) {
  return {{"endpoint", one.endpoint},
          {"method", one.method},
          {"url", url_of(one, redactor)},
          {"query", one.query},
          {"credential", one.credential},
          {"credential_sent", one.credential_sent},
          {"body_bytes", one.sent_bytes},
          {"through_proxy", one.proxied}};
}

/// `{"name", "value"}` each.
Json headers_of(const Exchange& one, Redactor& redactor) {
  Json out = Json::array();
  for (const auto& [name, value] : one.headers) {
    out.push_back({{"name", name}, {"value", redactor.redact(value)}});
  }
  return out;
}

Json members_of(const Exchange& one, Redactor& redactor) {
  Json out = Json::array();
  for (const auto& [name, value] : one.members) {
    const auto* const text = std::get_if<std::string>(&value);
    out.push_back({{"name", name},
                   {"value", text == nullptr ? json_of(value) : Json(redactor.redact(*text))}});
  }
  return out;
}

Json response_of(const Exchange& one, Redactor& redactor) {
  Json out{{"status", one.status},
           {"http_version", one.http_version},
           {"from", redactor.redact(one.remote_address)},
           {"headers", headers_of(one, redactor)},
           {"other_headers", one.other_headers},
           {"body_bytes", one.body_bytes},
           {"members", members_of(one, redactor)}};
  if (!one.redirect_to.empty()) {
    out["redirect_to"] = redactor.redact(one.redirect_to);
  }
  return out;
}

void add_recorded(const Exchange& one, Redactor& redactor, Json& out) {
  if (!one.failure.empty()) {
    out["failure"] = one.failure;
    out["failure_text"] = redactor.redact(one.failure_text);
  }
  out["started_ms"] = one.started_ms;
  out["request"] = request_of(one, redactor);
  if (one.status != 0) {
    out["response"] = response_of(one, redactor);
  }
}

}  // namespace

std::string exchanges_of(const Report& report,
                         const std::vector<Exchange>& recorded,
                         Redactor& redactor) {
  Json out = Json::array();
  for (const Observation& seen : report.observations) {
    const std::string_view area = area_of(seen);
    Json one{{"observation", seen.id}, {"duration_ms", seen.duration_ms}};
    add_notes(seen, area, one);
    bool any = !area.empty();
    for (const Exchange& exchange : recorded) {
      if (exchange.probe == seen.probe) {
        add_recorded(exchange, redactor, one);
        any = true;
      }
    }
    if (any) {
      out.push_back(std::move(one));
    }
  }
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace doctor::bundle
