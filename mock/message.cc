#include "mock/message.h"

#include <charconv>

#include <nlohmann/json.hpp>

namespace doctor::mock {

std::string Request::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

Answer json_answer(int status, const JsonText& body) {
  Answer answer;
  answer.status = status;
  answer.body = body.text();
  return answer;
}

Answer no_content(int status) {
  Answer answer;
  answer.status = status;
  answer.content_type.clear();
  return answer;
}

Answer html_answer(int status, std::string body) {
  return {.status = status,
          .content_type = "text/html; charset=utf-8",
          .body = std::move(body),
          .headers = {}};
}

Answer text_answer(int status, std::string body) {
  return {.status = status,
          .content_type = "text/plain; charset=utf-8",
          .body = std::move(body),
          .headers = {}};
}

Body::Body(const std::string& text) {
  const auto tree = nlohmann::json::parse(text, nullptr, false);
  valid_ = tree.is_object();
  if (!valid_) {
    return;
  }
  for (const auto& [name, value] : tree.items()) {
    fields_[name] = value.is_string() ? value.get<std::string>() : value.dump();
  }
}

std::string Body::text(const std::string& name) const {
  const auto found = fields_.find(name);
  return found == fields_.end() ? std::string() : found->second;
}

std::optional<std::vector<std::string>> Body::texts(const std::string& name) const {
  const auto tree = nlohmann::json::parse(text(name), nullptr, false);
  if (!tree.is_array()) {
    return std::nullopt;
  }
  std::vector<std::string> out;
  for (const auto& item : tree) {
    out.push_back(item.is_string() ? item.get<std::string>() : item.dump());
  }
  return out;
}

std::optional<int> Body::number(const std::string& name) const {
  const std::string digits = text(name);
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() && end == digits.data() + digits.size() ? std::optional(value)
                                                                      : std::nullopt;
}

}  // namespace doctor::mock
