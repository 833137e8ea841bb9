#include "report/markup.h"

#include <algorithm>
#include <array>

namespace doctor::report {
namespace {

struct Entity {
  char character;
  std::string_view text;
};
constexpr auto entities = std::to_array<Entity>(
    {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}});

}  // namespace

std::string escape_xml(std::string_view text) {
  constexpr std::string_view not_characters = "\xef\xbf\xbe\xef\xbf\xbf";  // U+FFFE and U+FFFF
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view three = text.substr(i, 3);
    if (three == not_characters.substr(0, 3) || three == not_characters.substr(3)) {
      out += '?';
      i += 2;
      continue;
    }
    const auto* const found = std::ranges::find(entities, text[i], &Entity::character);
    if (found == entities.end()) {
      out += text[i];
    } else {
      out += found->text;
    }
  }
  return out;
}

}  // namespace doctor::report
