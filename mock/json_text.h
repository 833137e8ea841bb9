#pragma once
// JSON being written: a value is its text. Handlers answer with these; nothing is kept in a tree.

#include <concepts>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mock/clock.h"

namespace doctor::mock {

/// One JSON value. Converts from what it can stand for, so that `object` reads like JSON.
class JsonText {
 public:
  JsonText(std::string_view text);
  JsonText(const char* text) : JsonText(std::string_view(text)) {}
  JsonText(const std::string& text) : JsonText(std::string_view(text)) {}
  JsonText(std::same_as<bool> auto truth) : text_(truth ? "true" : "false") {}
  JsonText(std::integral auto number) requires(!std::same_as<decltype(number), bool>)
      : text_(std::to_string(number)) {}
  JsonText(Time time) : JsonText(rfc3339(time)) {}
  JsonText(const std::vector<std::string>& texts);

  /// `text` is JSON already.
  static JsonText raw(std::string text);
  const std::string& text() const { return text_; }

 private:
  JsonText() = default;
  std::string text_;
};

/// A member whose value is absent is left out: the schemas know no null.
struct Member {
  std::string_view name;
  std::optional<JsonText> value;
};

JsonText object(std::initializer_list<Member> members);
JsonText array(const std::vector<JsonText>& items);
JsonText string_map(const std::map<std::string, std::string>& members);

template <typename T>
std::optional<JsonText> maybe(const std::optional<T>& value) {
  return value ? std::optional<JsonText>(*value) : std::nullopt;
}
/// Absent when empty.
std::optional<JsonText> maybe(const std::string& text);

}  // namespace doctor::mock
