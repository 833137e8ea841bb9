#include "setup/dotenv.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/text.h"

namespace doctor::setup {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
  });
}

/// The text behind `=`: a quoted value up to its closing quote, else up to ` #`.
std::string value_of(std::string_view text) {
  text = trim(text);
  if (!text.empty() && (text.front() == '"' || text.front() == '\'' || text.front() == '`')) {
    const auto end = text.find(text.front(), 1);
    if (end != std::string_view::npos) {
      return std::string{text.substr(1, end - 1)};
    }
  }
  if (text.starts_with('#')) {
    return {};
  }
  const auto comment = std::min(text.find(" #"), text.find("\t#"));
  return std::string{trim(text.substr(0, comment))};
}

std::optional<DotenvLine> read_line(std::string_view line) {
  line = trim(line);
  if (line.starts_with("export ") || line.starts_with("export\t")) {
    line = trim(line.substr(7));
  }
  const auto equals = line.find('=');
  if (line.starts_with('#') || equals == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view before = line.substr(0, equals);
  const std::string_view after = line.substr(equals + 1);
  const std::string_view name = trim(before);
  if (!is_name(name)) {
    return std::nullopt;
  }
  const bool spaced =
      name.size() != before.size() || (!after.empty() && trim(after.substr(0, 1)).empty());
  return DotenvLine{.name = std::string{name}, .value = value_of(after), .spaced = spaced};
}

}  // namespace

Dotenv read_dotenv(std::string_view text) {
  if (text.starts_with(byte_order_mark)) {
    text.remove_prefix(byte_order_mark.size());
  }
  Dotenv dotenv;
  dotenv.crlf = text.find("\r\n") != std::string_view::npos;
  for (const std::string& line : split(text, '\n')) {
    if (auto read = read_line(line)) {
      dotenv.lines.push_back(std::move(*read));
    }
  }
  return dotenv;
}

}  // namespace doctor::setup
