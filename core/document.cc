#include "core/document.h"

#include <charconv>
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

/// Of JSON without comments; what is said of broken JSON does not matter.
bool is_deeper(std::string_view text, int max_depth) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      in_string = !in_string;
    } else if (in_string) {
      i += c == '\\' ? 1 : 0;
    } else if (c == '{' || c == '[') {
      if (++depth > max_depth) {
        return true;
      }
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

}  // namespace

struct Document::Impl {
  Json json;
};

std::optional<Document> Document::parse(std::string_view text, const Options& options) {
  bool too_deep = !options.comments && is_deeper(text, options.max_depth);
  if (too_deep) {
    return std::nullopt;
  }
  Json::parser_callback_t watch = nullptr;  // it makes parsing slow
  if (options.comments) {
    watch = [&](int depth, Json::parse_event_t, Json&) {
      too_deep = too_deep || depth > options.max_depth;
      return !too_deep;
    };
  }
  const std::string cleaned = options.comments ? without_trailing_commas(text) : std::string{};
  const std::string_view source = options.comments ? std::string_view{cleaned} : text;
  auto impl = std::make_shared<Impl>();
  impl->json = Json::parse(source, watch, false, options.comments);
  if (impl->json.is_discarded() || too_deep) {
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
