#include "api/read.h"

#include <algorithm>

#include "core/text.h"

namespace doctor::api {
namespace {

constexpr std::size_t longest_text = 1024;

}  // namespace

std::string text_of(const Node& node) {
  if (node.is_text()) {
    return shown(node.text_or(""), longest_text);
  }
  const auto number = node.integer();
  return number ? std::to_string(*number) : std::string{};
}

std::string text_of(const Node& node, std::initializer_list<std::string_view> members) {
  for (const std::string_view member : members) {
    if (std::string text = text_of(node[member]); !text.empty()) {
      return text;
    }
  }
  return {};
}

std::optional<bool> flag_of(const Node& node) {
  if (const auto value = node.boolean()) {
    return value;
  }
  const std::string word = lower(node.text_or(""));
  if (word == "true" || word == "false") {
    return word == "true";
  }
  return std::nullopt;
}

std::optional<bool> flag_of(const Node& node, std::initializer_list<std::string_view> members) {
  for (const std::string_view member : members) {
    if (const auto value = flag_of(node[member])) {
      return value;
    }
  }
  return std::nullopt;
}

std::optional<TimePoint> time_of(const Node& node) {
  return parse_rfc3339(node.text_or(""));
}

std::optional<std::vector<std::string>> texts_of(const Node& node) {
  if (!node.is_array()) {
    return std::nullopt;
  }
  std::vector<std::string> out = node.texts();
  std::ranges::transform(
      out, out.begin(), [](const std::string& text) { return shown(text, longest_text); });
  return out;
}

std::optional<std::vector<Node>> list_in(const Node& body, std::string_view name) {
  Node list = body;
  for (const std::string_view member :
       std::initializer_list<std::string_view>{name, "data", "items", "results", name}) {
    list = list[member].exists() ? list[member] : list;
  }
  // Some servers write null for an empty list.
  if (!list.is_array() && !(list.is_null() && body.is_object())) {
    return std::nullopt;
  }
  std::vector<Node> out = list.items();
  std::erase_if(out, [](const Node& item) { return !item.is_object(); });
  return out;
}

Node record_in(const Node& body,
               std::string_view name,
               std::initializer_list<std::string_view> members) {
  Node record = body;
  for (const std::string_view member : {std::string_view{"data"}, name}) {
    if (record[member].is_object()) {
      record = record[member];
    }
  }
  const bool known = std::ranges::any_of(
      members, [&](std::string_view member) { return record[member].exists(); });
  return known ? record : Node{};
}

bool says_something(const Node& node) {
  return node.exists() && !node.is_null() && !(node.is_object() && node.keys().empty()) &&
         !(node.is_array() && node.items().empty());
}

}  // namespace doctor::api
