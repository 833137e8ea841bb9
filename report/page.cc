#include "report/page.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "core/text.h"

namespace doctor::report {
namespace {

constexpr std::size_t longest_text = 1000;  ///< bytes of one piece

struct Character {
  std::uint32_t code = 0;
  std::size_t length = 1;  ///< bytes
};

/// The first character of valid UTF-8 text; a stray byte counts as a character of its own.
Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::uint32_t first = byte(0);
  const std::size_t length = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (length == 1 || text.size() < length) {
    return {.code = first, .length = 1};
  }
  std::uint32_t code = first & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    code = (code << 6U) | (byte(i) & 0x3fU);
  }
  return {.code = code, .length = length};
}

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// Blocks of Unicode 15 whose characters take no column, or two. Whole blocks, not every character:
// an error costs one ragged line.
constexpr auto without_width = std::to_array<Range>({{0x0300, 0x036f},
                                                     {0x0483, 0x0489},
                                                     {0x0591, 0x05bd},
                                                     {0x200b, 0x200f},
                                                     {0x20d0, 0x20ff},
                                                     {0x2060, 0x2064},
                                                     {0xfe00, 0xfe0f},
                                                     {0xe0100, 0xe01ef}});
constexpr auto double_width = std::to_array<Range>({{0x1100, 0x115f},
                                                    {0x2e80, 0x303e},
                                                    {0x3041, 0x33ff},
                                                    {0x3400, 0x4dbf},
                                                    {0x4e00, 0x9fff},
                                                    {0xa000, 0xa4cf},
                                                    {0xac00, 0xd7a3},
                                                    {0xf900, 0xfaff},
                                                    {0xff00, 0xff60},
                                                    {0xffe0, 0xffe6},
                                                    {0x1f300, 0x1faff},
                                                    {0x20000, 0x3fffd}});

bool within(std::span<const Range> ranges, std::uint32_t code) {
  return std::ranges::any_of(
      ranges, [code](const Range& range) { return code >= range.first && code <= range.last; });
}

std::size_t columns_of(std::uint32_t code) {
  if (within(without_width, code)) {
    return 0;
  }
  return within(double_width, code) ? 2 : 1;
}

struct Likeness {
  std::string_view character;
  std::string_view ascii;
};
constexpr auto likenesses = std::to_array<Likeness>({{"✓", "+"},
                                                     {"✗", "x"},
                                                     {"–", "-"},
                                                     {"—", "-"},
                                                     {"·", "|"},
                                                     {"…", "..."},
                                                     {"‘", "'"},
                                                     {"’", "'"},
                                                     {"“", "\""},
                                                     {"”", "\""},
                                                     {"→", "->"},
                                                     {"×", "x"},
                                                     {"≤", "<="},
                                                     {"≥", ">="}});

std::string_view escape_of(Tone tone) {
  switch (tone) {
    case Tone::plain:
      return "";
    case Tone::strong:
      return "\x1b[1m";
    case Tone::faint:
      return "\x1b[2m";
    case Tone::good:
      return "\x1b[32m";
    case Tone::bad:
      return "\x1b[1;31m";
    case Tone::caution:
      return "\x1b[33m";
  }
  return "";
}

constexpr std::string_view reset = "\x1b[0m";

}  // namespace

std::size_t columns(std::string_view text) {
  std::size_t total = 0;
  while (!text.empty()) {
    const Character character = first_character(text);
    total += columns_of(character.code);
    text.remove_prefix(character.length);
  }
  return total;
}

std::string to_ascii(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view character = text.substr(0, first_character(text).length);
    if (character.size() == 1) {
      out += static_cast<unsigned char>(character.front()) < 0x80 ? character.front() : '?';
    } else {
      const auto* found = std::ranges::find(likenesses, character, &Likeness::character);
      out += found == likenesses.end() ? "?" : found->ascii;
    }
    text.remove_prefix(character.size());
  }
  return out;
}

std::string cut(std::string_view text, std::size_t width, std::string_view end) {
  if (columns(text) <= width) {
    return std::string{text};
  }
  std::string out;
  std::size_t used = columns(end);
  while (!text.empty()) {
    const Character character = first_character(text);
    used += columns_of(character.code);
    if (used > width) {
      break;
    }
    out += text.substr(0, character.length);
    text.remove_prefix(character.length);
  }
  return out.append(end);
}

std::string Page::printable(std::string_view text) const {
  const std::string safe = shown(text, longest_text);
  return style_.ascii ? to_ascii(safe) : safe;
}

std::string Page::fitted(std::string_view text, std::size_t room) const {
  return cut(printable(text), room, style_.ascii ? "..." : "…");
}

std::vector<Page::Word> Page::words_of(const std::vector<Piece>& pieces) const {
  std::vector<Word> words;
  for (const Piece& piece : pieces) {
    const std::string text = printable(piece.text);
    if (piece.whole) {
      words.push_back({text, piece.tone});
      continue;
    }
    for (std::string& word : split(text, ' ')) {
      if (!word.empty()) {
        words.push_back({std::move(word), piece.tone});
      }
    }
  }
  return words;
}

void Page::put(std::vector<Word>& line, std::size_t indent) {
  line.back().text.erase(line.back().text.find_last_not_of(' ') + 1);
  text_.append(indent, ' ');
  Tone tone = Tone::plain;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool changes = style_.color && line[i].tone != tone;
    if (changes && tone != Tone::plain) {
      text_ += reset;
    }
    text_ += i == 0 ? "" : " ";
    if (changes) {
      text_ += escape_of(line[i].tone);
      tone = line[i].tone;
    }
    text_ += line[i].text;
  }
  text_ += style_.color && tone != Tone::plain ? reset : std::string_view{};
  text_ += '\n';
}

void Page::flow(Indent indent, const std::vector<Piece>& pieces) {
  std::vector<Word> line;
  std::size_t before = indent.first;
  std::size_t used = before;
  for (Word& word : words_of(pieces)) {
    const std::size_t needed = columns(word.text) + (line.empty() ? 0 : 1);
    if (!line.empty() && used + needed > width()) {
      put(line, before);
      line.clear();
      before = indent.rest;
      used = before + columns(word.text);
    } else {
      used += needed;
    }
    line.push_back(std::move(word));
  }
  if (!line.empty()) {
    put(line, before);
  }
}

void Page::labelled(std::string_view label, const std::vector<Piece>& pieces) {
  const std::size_t column = text_column();
  if (label.empty()) {
    flow({.first = column, .rest = column}, pieces);
    return;
  }
  std::string head{label};
  std::size_t first = 2;
  if (narrow()) {
    head += ':';
  } else {
    first = 4;
    head.resize(std::max(head.size(), column - first - 1), ' ');
  }
  std::vector<Piece> all{{.text = head, .tone = Tone::faint, .whole = true}};
  all.insert(all.end(), pieces.begin(), pieces.end());
  flow({.first = first, .rest = column}, all);
}

}  // namespace doctor::report
