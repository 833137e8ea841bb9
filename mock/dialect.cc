#include "mock/dialect.h"

#include <algorithm>
#include <cctype>
#include <chrono>

#include <nlohmann/json.hpp>

#include "mock/text.h"

namespace doctor::mock {
namespace {

using Json = nlohmann::json;

void stringify_numbers(Json& value) {
  if (value.is_number()) {
    value = value.dump();
  } else if (value.is_structured()) {
    for (Json& item : value) {
      stringify_numbers(item);
    }
  }
}

void add_members(Json& value) {
  if (value.is_structured()) {
    for (Json& item : value) {
      add_members(item);
    }
  }
  if (value.is_object()) {
    value["x_revision"] = 7;
    value["_links"] = {{"self", {{"href", "/somewhere"}}}};
    value["tags"] = Json::array({"a", nullptr, 1.5});
  }
}

/// `{"vaults": […]}` and nothing else in it becomes `[…]`.
void unwrap(Json& value) {
  if (value.is_object() && value.size() == 1 && value.begin()->is_array()) {
    Json list = *value.begin();
    value = std::move(list);
  }
}

void prefix_type(const std::string& prefix, Json& value) {
  const auto type = value.is_object() ? value.find("type") : value.end();
  if (type != value.end() && type->is_string() && value.contains("status")) {
    const auto word = type->get<std::string>();
    *type = prefix + (word == "about:blank" ? "error" : word);
  }
}

void rewrite_body(const Dialect& dialect, Answer& answer) {
  const bool plain = !dialect.extra_fields && !dialect.numbers_as_strings && !dialect.bare_lists &&
                     dialect.problem_types.empty();
  Json body = plain ? Json{} : Json::parse(answer.body, nullptr, false);
  if (!body.is_structured()) {
    return;
  }
  if (dialect.bare_lists && answer.status < 300) {
    unwrap(body);
  }
  if (!dialect.problem_types.empty() && answer.status >= 400) {
    prefix_type(dialect.problem_types, body);
  }
  if (dialect.numbers_as_strings) {
    stringify_numbers(body);
  }
  if (dialect.extra_fields) {
    add_members(body);
  }
  answer.body = body.dump();
}

std::string in_case(const std::string& how, std::string name) {
  if (how == "lower") {
    return lower(name);
  }
  if (how == "upper") {
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::toupper(c); });
  }
  return name;
}

}  // namespace

void speak_headers(const Dialect& dialect, Time now, Answer& answer) {
  const std::string usual_prefix = "X-RateLimit-Requests-";
  for (auto& [name, value] : answer.headers) {
    if (dialect.retry_after_date && name == "Retry-After") {
      value = http_date(now + std::chrono::seconds(std::stoi(value)));
    }
    if (!dialect.quota_prefix.empty() && name.starts_with(usual_prefix)) {
      name = dialect.quota_prefix + name.substr(usual_prefix.size());
    }
  }
  if (dialect.date) {
    answer.headers.emplace_back("Date", http_date(now));
  }
  for (const auto& [name, value] : dialect.headers) {
    answer.headers.emplace_back(name, value);
  }
  for (auto& [name, value] : answer.headers) {
    name = in_case(dialect.header_case, name);
  }
}

void speak(const Dialect& dialect, Time now, Answer& answer) {
  rewrite_body(dialect, answer);
  speak_headers(dialect, now, answer);
}

}  // namespace doctor::mock
