#include "mock/json_text.h"

#include <utility>

#include <fmt/format.h>

namespace doctor::mock {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace

JsonText::JsonText(std::string_view text) : text_(quoted(text)) {}

JsonText::JsonText(const std::vector<std::string>& texts) {
  const std::vector<JsonText> items(texts.begin(), texts.end());
  text_ = array(items).text();
}

JsonText JsonText::raw(std::string text) {
  JsonText value;
  value.text_ = std::move(text);
  return value;
}

JsonText object(std::initializer_list<Member> members) {
  std::string out = "{";
  for (const Member& member : members) {
    if (!member.value) {
      continue;
    }
    out += out.size() > 1 ? "," : "";
    out += quoted(member.name) + ":" + member.value->text();
  }
  return JsonText::raw(out + "}");
}

JsonText array(const std::vector<JsonText>& items) {
  std::string out = "[";
  for (const JsonText& item : items) {
    out += out.size() > 1 ? "," : "";
    out += item.text();
  }
  return JsonText::raw(out + "]");
}

JsonText string_map(const std::map<std::string, std::string>& members) {
  std::string out = "{";
  for (const auto& [name, value] : members) {
    out += out.size() > 1 ? "," : "";
    out += quoted(name) + ":" + quoted(value);
  }
  return JsonText::raw(out + "}");
}

std::optional<JsonText> maybe(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<JsonText>(text);
}

}  // namespace doctor::mock
