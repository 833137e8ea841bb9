#include "setup/yaml_lines.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "core/text.h"

namespace doctor::setup {
namespace {

struct Level {
  std::size_t indent;
  std::string key;
};

std::string unquoted(std::string_view text) {
  text = trim(text);
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'')) {
    const auto end = text.find(text.front(), 1);
    if (end != std::string_view::npos) {
      return std::string{text.substr(1, end - 1)};
    }
  }
  const auto comment = text.find(" #");
  return std::string{trim(text.substr(0, comment))};
}

/// Where the key ends: a colon followed by white space or the end, outside quotes.
std::size_t end_of_key(std::string_view line) {
  std::size_t from = 0;
  if (!line.empty() && (line.front() == '"' || line.front() == '\'')) {
    from = line.find(line.front(), 1);
    if (from == std::string_view::npos) {
      return from;
    }
  }
  const auto colon = line.find(": ", from);
  if (colon != std::string_view::npos) {
    return colon;
  }
  return line.ends_with(':') ? line.size() - 1 : std::string_view::npos;
}

std::vector<std::string> path_of(const std::vector<Level>& levels) {
  std::vector<std::string> path(levels.size());
  std::ranges::transform(levels, path.begin(), &Level::key);
  return path;
}

}  // namespace

std::vector<YamlValue> read_yaml_lines(std::string_view text) {
  std::vector<YamlValue> values;
  std::vector<Level> levels;
  for (const std::string& raw : split(text, '\n')) {
    std::string_view line = trim(raw);
    if (line.empty() || line.starts_with('#') || line == "---") {
      continue;
    }
    auto indent = static_cast<std::size_t>(raw.find_first_not_of(" \t"));
    const bool element = line.starts_with("- ");
    if (element) {
      line = trim(line.substr(2));
      indent += 2;  // where the element's own keys stand
    }
    while (!levels.empty() && levels.back().indent >= indent) {
      levels.pop_back();
    }
    const std::size_t colon = end_of_key(line);
    if (colon == std::string_view::npos) {
      if (element) {
        values.push_back({.path = path_of(levels), .value = unquoted(line)});
      }
      continue;
    }
    levels.push_back({.indent = indent, .key = unquoted(line.substr(0, colon))});
    values.push_back({.path = path_of(levels), .value = unquoted(line.substr(colon + 1))});
  }
  return values;
}

}  // namespace doctor::setup
