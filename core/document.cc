#include "core/document.h"

#include <charconv>
#include <limits>
#include <utility>

#include <nlohmann/json.hpp>

namespace doctor {
namespace {

using Json = nlohmann::json;

const Json* as_json(const void* json) {
  return static_cast<const Json*>(json);
}

template <typename T>
std::optional<T> from_text(const std::string& text) {
  T value{};
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (parsed.ec != std::errc{} || parsed.ptr != end || text.empty()) {
    return std::nullopt;
  }
  return value;
}

/// Blanks a comma that is followed only by white space and a closing bracket: VS Code, Zed and
/// Cursor accept it in their files, strict JSON does not. Comments are left to the parser.
std::string without_trailing_commas(std::string_view text) {
  std::string out{text};
  bool in_string = false;
  std::size_t comma = std::string::npos;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const char c = out[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '/' && i + 1 < out.size() && (out[i + 1] == '/' || out[i + 1] == '*')) {
      const auto end = out[i + 1] == '/' ? out.find('\n', i) : out.find("*/", i + 2);
      if (end == std::string::npos) {
        break;
      }
      i = out[i + 1] == '/' ? end : end + 1;
    } else if (c == ',') {
      comma = i;
    } else if ((c == ']' || c == '}') && comma != std::string::npos) {
      out[comma] = ' ';
      comma = std::string::npos;
    } else if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
      in_string = c == '"';
      comma = std::string::npos;
    }
  }
  return out;
}

/// A cheap look at the text before it is read: nesting and number of values within the bounds. In
/// well-formed JSON every value but the first follows one of these characters.
bool within_bounds(std::string_view text, const Document::Options& options) {
  int depth = 0;
  int values = 1;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      i += c == '\\' ? 1 : 0;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      ++values;
      ++depth;
    } else if (c == ']' || c == '}') {
      --depth;
    } else if (c == ',') {
      ++values;
    }
    if (depth > options.max_depth || values > options.max_values) {
      return false;
    }
  }
  return true;
}

}  // namespace

// NOLINTNEXTLINE(bugprone-exception-escape): an empty JSON value takes no memory
struct Document::Impl {
  Json json;
};

std::optional<Document> Document::parse(std::string_view text, const Options& options) {
  if (!options.comments && !within_bounds(text, options)) {
    return std::nullopt;
  }
  auto impl = std::make_shared<Impl>();
  if (options.comments) {  // quotes in comments mislead the look: the parser itself has to watch
    bool too_deep = false;
    const Json::parser_callback_t watch = [&](int depth, Json::parse_event_t, Json&) {
      too_deep = too_deep || depth > options.max_depth;
      return !too_deep;
    };
    impl->json = Json::parse(without_trailing_commas(text), watch, false, true);
    if (too_deep) {
      return std::nullopt;
    }
  } else {
    impl->json = Json::parse(text, nullptr, false);
  }
  if (impl->json.is_discarded()) {
    return std::nullopt;
  }
  return Document{std::move(impl)};
}

Node Document::root() const {
  return Node{&impl_->json};
}

Node Node::operator[](std::string_view key) const {
  if (!is_object()) {
    return {};
  }
  const auto found = as_json(json_)->find(std::string{key});
  return found == as_json(json_)->end() ? Node{} : Node{&*found};
}

Node Node::operator[](std::size_t index) const {
  if (!is_array() || index >= as_json(json_)->size()) {
    return {};
  }
  return Node{&(*as_json(json_))[index]};
}

bool Node::is_object() const {
  return exists() && as_json(json_)->is_object();
}
bool Node::is_array() const {
  return exists() && as_json(json_)->is_array();
}
bool Node::is_null() const {
  return exists() && as_json(json_)->is_null();
}
bool Node::is_text() const {
  return exists() && as_json(json_)->is_string();
}

bool Node::is_integer() const {
  return exists() && as_json(json_)->is_number_integer();
}

std::optional<std::string> Node::text() const {
  if (!is_text()) {
    return std::nullopt;
  }
  return as_json(json_)->get<std::string>();
}

std::string Node::text_or(std::string_view otherwise) const {
  return is_text() ? as_json(json_)->get<std::string>() : std::string{otherwise};
}

std::optional<std::int64_t> Node::integer() const {
  if (is_text()) {
    return from_text<std::int64_t>(as_json(json_)->get<std::string>());
  }
  if (!exists() || !as_json(json_)->is_number()) {
    return std::nullopt;
  }
  if (as_json(json_)->is_number_float()) {
    const double value = as_json(json_)->get<double>();
    constexpr double limit = 9e15;
    if (!(value > -limit && value < limit)) {
      return std::nullopt;
    }
    return static_cast<std::int64_t>(value);
  }
  if (as_json(json_)->is_number_unsigned() &&
      as_json(json_)->get<std::uint64_t>() >
          std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
    return std::nullopt;
  }
  return as_json(json_)->get<std::int64_t>();
}

std::optional<double> Node::number() const {
  if (is_text()) {
    return from_text<double>(as_json(json_)->get<std::string>());
  }
  if (!exists() || !as_json(json_)->is_number()) {
    return std::nullopt;
  }
  return as_json(json_)->get<double>();
}

std::optional<bool> Node::boolean() const {
  if (!exists() || !as_json(json_)->is_boolean()) {
    return std::nullopt;
  }
  return as_json(json_)->get<bool>();
}

std::vector<Node> Node::items() const {
  std::vector<Node> out;
  if (is_array()) {
    for (const Json& item : *as_json(json_)) {
      out.emplace_back(&item);
    }
  }
  return out;
}

std::vector<std::string> Node::texts() const {
  std::vector<std::string> out;
  for (const Node& item : items()) {
    if (item.is_text()) {
      out.push_back(item.text_or(""));
    }
  }
  return out;
}

std::vector<std::string> Node::keys() const {
  std::vector<std::string> out;
  if (is_object()) {
    for (const auto& [key, value] : as_json(json_)->items()) {
      out.push_back(key);
    }
  }
  return out;
}

}  // namespace doctor
