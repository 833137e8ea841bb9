#include "bundle/scan_decode.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>

namespace doctor::bundle {
namespace {

constexpr std::size_t shortest_code = 16;

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') {
    return c - 'A';
  }
  if (c >= 'a' && c <= 'z') {
    return c - 'a' + 26;
  }
  if (c >= '0' && c <= '9') {
    return c - '0' + 52;
  }
  if (c == '+' || c == '-') {
    return 62;
  }
  return c == '/' || c == '_' ? 63 : -1;
}

std::string from_hex(std::string_view run, std::size_t start) {
  std::string out;
  for (std::size_t i = start; i + 1 < run.size(); i += 2) {
    out += static_cast<char>(hex_value(run[i]) * 16 + hex_value(run[i + 1]));
  }
  return out;
}

std::string from_base64(std::string_view run, std::size_t start) {
  std::string out;
  std::uint32_t value = 0;
  unsigned bits = 0;
  for (const char c : run.substr(start)) {
    value = (value << 6U) | static_cast<std::uint32_t>(base64_value(c));
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += static_cast<char>((value >> bits) & 0xffU);
    }
  }
  return out;
}

bool is_readable(std::string_view text) {
  const auto printable = std::ranges::count_if(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 || byte == '\n' || byte == '\t' || byte == 0;
  });
  return !text.empty() && static_cast<std::size_t>(printable) * 10 >= text.size() * 9;
}

/// Calls `found(begin, run)` for every run of characters with a value.
template <typename Value, typename Found>
void each_run(std::string_view text, Value value, std::size_t least, Found found) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && value(text[i]) >= 0) {
      continue;
    }
    if (i - begin >= least) {
      found(begin, text.substr(begin, i - begin));
    }
    begin = i + 1;
  }
}

void add_hex(std::string_view text, std::vector<Layer>& out) {
  each_run(text, hex_value, shortest_code, [&](std::size_t begin, std::string_view run) {
    for (std::size_t start = 0; start < 2; ++start) {
      if (std::string inside = from_hex(run, start); is_readable(inside)) {
        out.push_back({.encoding = "hexadecimal", .text = std::move(inside), .offset = begin});
      }
    }
  });
}

void add_base64(std::string_view text, std::vector<Layer>& out) {
  each_run(text, base64_value, shortest_code, [&](std::size_t begin, std::string_view run) {
    for (std::size_t start = 0; start < 4; ++start) {
      std::string inside = from_base64(run, start);
      if (is_readable(
              std::string_view{inside}.substr(0, std::min<std::size_t>(inside.size(), 200)))) {
        out.push_back({.encoding = "base64", .text = std::move(inside), .offset = begin});
      }
    }
  });
}

/// The character that an escape at the head of `rest` stands for, and the escape's length.
struct Escape {
  std::size_t length = 0;
  char means = 0;
};

Escape percent_escape(std::string_view rest) {
  const bool whole =
      rest.size() > 2 && rest[0] == '%' && hex_value(rest[1]) >= 0 && hex_value(rest[2]) >= 0;
  return whole ? Escape{.length = 3,
                        .means = static_cast<char>(hex_value(rest[1]) * 16 + hex_value(rest[2]))}
               : Escape{};
}

Escape backslash_escape(std::string_view rest) {
  if (rest.size() < 2 || rest[0] != '\\') {
    return {};
  }
  constexpr std::array<std::string_view, 2> controls{"nrt", "\n\r\t"};
  if (rest.size() > 5 && rest[1] == 'u') {
    const std::string digits{rest.substr(2, 4)};
    return {.length = 6, .means = static_cast<char>(std::strtoul(digits.c_str(), nullptr, 16))};
  }
  if (rest.size() > 3 && rest[1] == 'x' && hex_value(rest[2]) >= 0 && hex_value(rest[3]) >= 0) {
    return {.length = 4, .means = static_cast<char>(hex_value(rest[2]) * 16 + hex_value(rest[3]))};
  }
  const auto control = controls[0].find(rest[1]);
  return {.length = 2, .means = control == std::string_view::npos ? rest[1] : controls[1][control]};
}

Escape entity_escape(std::string_view rest) {
  constexpr std::size_t longest = 8;
  if (rest.empty() || rest[0] != '&') {
    return {};
  }
  const std::size_t end = rest.substr(0, longest).find(';');
  if (end == std::string_view::npos) {
    return {};
  }
  const std::string name{rest.substr(1, end - 1)};
  if (name.size() > 1 && name[0] == '#') {
    const bool is_hex = name[1] == 'x' || name[1] == 'X';
    const auto code = std::strtoul(name.c_str() + (is_hex ? 2 : 1), nullptr, is_hex ? 16 : 10);
    return {.length = end + 1, .means = static_cast<char>(code)};
  }
  constexpr std::array<std::string_view, 5> names{"amp", "lt", "gt", "quot", "apos"};
  const auto* const found = std::ranges::find(names, name);
  constexpr std::string_view meanings = "&<>\"'";
  return found == names.end()
             ? Escape{}
             : Escape{.length = end + 1,
                      .means = meanings[static_cast<std::size_t>(found - names.begin())]};
}

template <typename Read>
void add_unescaped(std::string_view text,
                   std::string_view encoding,
                   char sign,
                   Read read,
                   std::vector<Layer>& out) {
  std::size_t first = text.find(sign);
  if (first == std::string_view::npos) {
    return;
  }
  std::string plain;
  bool changed = false;
  for (std::size_t i = 0; i < text.size();) {
    const Escape escape = text[i] == sign ? read(text.substr(i)) : Escape{};
    changed = changed || escape.length > 0;
    plain += escape.length > 0 ? escape.means : text[i];
    i += std::max<std::size_t>(escape.length, 1);
  }
  if (changed) {
    out.push_back({.encoding = encoding, .text = std::move(plain), .offset = first});
  }
}

void add_without(std::string_view text,
                 std::string_view encoding,
                 std::string_view dropped,
                 std::vector<Layer>& out) {
  const std::size_t first = text.find_first_of(dropped);
  if (first == std::string_view::npos) {
    return;
  }
  std::string rest;
  std::ranges::copy_if(text, std::back_inserter(rest), [dropped](char c) {
    return dropped.find(c) == std::string_view::npos;
  });
  out.push_back({.encoding = encoding, .text = std::move(rest), .offset = first});
}

}  // namespace

std::vector<Layer> decoded_parts(std::string_view text) {
  std::vector<Layer> out;
  add_hex(text, out);
  add_base64(text, out);
  return out;
}

std::vector<Layer> decoded_wholes(std::string_view text) {
  std::vector<Layer> out;
  add_unescaped(text, "percent", '%', percent_escape, out);
  add_unescaped(text, "backslashes", '\\', backslash_escape, out);
  add_unescaped(text, "HTML", '&', entity_escape, out);
  add_without(text, "UTF-16", std::string_view{"\0", 1}, out);
  add_without(text, "broken lines", " \t\r\n\\=", out);
  return out;
}

}  // namespace doctor::bundle
