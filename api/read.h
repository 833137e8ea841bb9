#pragma once
// Lenient reading shared by the records: every field may be missing, ids may be numbers, flags may
// be words, lists may be wrapped. Texts are made safe to show.

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "core/time.h"

namespace doctor::api {

/// A text, or a whole number as text; else empty.
std::string text_of(const Node& node);
/// The first of the members that holds text or a number.
std::string text_of(const Node& node, std::initializer_list<std::string_view> members);
/// true and false, also as words.
std::optional<bool> flag_of(const Node& node);
std::optional<bool> flag_of(const Node& node, std::initializer_list<std::string_view> members);
std::optional<TimePoint> time_of(const Node& node);
/// The text elements of an array; nullopt when it is none.
std::optional<std::vector<std::string>> texts_of(const Node& node);
/// The objects of a list that is bare, or a member called `name` or one of the usual wrappers.
std::optional<std::vector<Node>> list_in(const Node& body, std::string_view name);
/// A record that is bare, or a member called `name` or `data`; missing when it has none of the
/// members that make it one.
Node record_in(const Node& body,
               std::string_view name,
               std::initializer_list<std::string_view> members);
/// There, and neither null nor empty.
bool says_something(const Node& node);

template <typename T>
std::optional<std::vector<T>> read_list(const Node& body,
                                        std::string_view name,
                                        T (*read)(const Node&)) {
  const auto list = list_in(body, name);
  if (!list) {
    return std::nullopt;
  }
  std::vector<T> out;
  for (const Node& item : *list) {
    out.push_back(read(item));
  }
  return out;
}

}  // namespace doctor::api
