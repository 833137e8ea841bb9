#include "rules/sentence.h"

#include <algorithm>
#include <chrono>

#include "core/text.h"
#include "core/time.h"

namespace doctor::rules {
namespace {

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

/// `text` is what stands behind the colon. false: no form has that name.
bool read_form(std::string_view text, Placeholder& out) {
  constexpr std::string_view count = "count ";
  if (text == "duration") {
    out.form = Form::duration;
    return true;
  }
  if (text == "words") {
    out.form = Form::words;
    return true;
  }
  const auto slash = text.find('/');
  if (!text.starts_with(count) || slash == std::string_view::npos || slash == count.size() ||
      slash + 1 == text.size()) {
    return false;
  }
  out.form = Form::count;
  out.one = std::string{text.substr(count.size(), slash - count.size())};
  out.many = std::string{text.substr(slash + 1)};
  return true;
}

/// `inside` is what stands between the braces.
std::optional<Placeholder> placeholder_of(std::string_view inside) {
  Placeholder out;
  if (const auto bar = inside.find('|'); bar != std::string_view::npos) {
    out.otherwise = std::string{inside.substr(bar + 1)};
    inside = inside.substr(0, bar);
  }
  if (const auto colon = inside.find(':'); colon != std::string_view::npos) {
    if (!read_form(inside.substr(colon + 1), out)) {
      return std::nullopt;
    }
    inside = inside.substr(0, colon);
  }
  if (inside.empty() || !std::ranges::all_of(inside, is_name_char)) {
    return std::nullopt;
  }
  out.fact = std::string{inside};
  return out;
}

std::string as_duration(const FactValue& value) {
  constexpr double limit = 1e15;  // what a server claims may be absurd; it must still fit
  double seconds = 0;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    seconds = static_cast<double>(*whole);
  } else if (const auto* number = std::get_if<double>(&value)) {
    seconds = *number;
  } else {
    return to_text(value);
  }
  if (!(seconds > -limit && seconds < limit)) {
    return to_text(value);
  }
  return format_duration(std::chrono::seconds{static_cast<std::int64_t>(seconds)});
}

std::string in_form(const Placeholder& placeholder, const FactValue& value) {
  std::string text = to_text(value);
  switch (placeholder.form) {
    case Form::plain:
      break;
    case Form::duration:
      return as_duration(value);
    case Form::count:
      return text + " " + (text == "1" ? placeholder.one : placeholder.many);
    case Form::words:
      std::ranges::replace(text, '_', ' ');
      break;
  }
  return text;
}

std::string shown_fact(const Placeholder& placeholder, const FactValue& value) {
  return shown(in_form(placeholder, value), longest_fact);
}

/// `unknown` stands for facts that are unknown and have no other words; without it, there is no
/// text.
std::optional<std::string> put_together(const std::vector<Piece>& pieces,
                                        const Facts& facts,
                                        const std::optional<std::string>& unknown) {
  std::string out;
  for (const Piece& piece : pieces) {
    out += piece.words;
    if (!piece.placeholder) {
      continue;
    }
    const auto& otherwise = piece.placeholder->otherwise ? piece.placeholder->otherwise : unknown;
    if (const FactValue* value = facts.find(piece.placeholder->fact)) {
      out += shown_fact(*piece.placeholder, *value);
    } else if (otherwise) {
      out += *otherwise;
    } else {
      return std::nullopt;
    }
  }
  return out;
}

/// Letters, digits and what names, ids, paths and URLs need: nothing a shell reads.
bool is_plain_word(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return is_name_char(c) || (c >= 'A' && c <= 'Z') ||
           std::string_view{"-/:@%+,="}.find(c) != std::string_view::npos;
  });
}

std::optional<std::string> render_word(std::string_view text, const Facts& facts) {
  const auto pieces = pieces_of(text);
  if (!pieces) {
    return std::nullopt;
  }
  std::string out;
  for (const Piece& piece : *pieces) {
    out += piece.words;
    if (!piece.placeholder) {
      continue;
    }
    const FactValue* value = facts.find(piece.placeholder->fact);
    if (value == nullptr && !piece.placeholder->otherwise) {
      return std::nullopt;
    }
    if (value == nullptr) {
      out += *piece.placeholder->otherwise;
      continue;
    }
    const std::string word = to_text(*value);
    // At the start of a word, `-` would make an option of it.
    if (word.empty() || word.size() > longest_fact || !is_plain_word(word) ||
        (out.empty() && word.front() == '-')) {
      return std::nullopt;
    }
    out += word;
  }
  return out;
}

}  // namespace

Result<std::vector<Piece>> pieces_of(std::string_view text) {
  std::vector<Piece> out(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c != '{' && c != '}') {
      out.back().words += c;
      continue;
    }
    if (i + 1 < text.size() && text[i + 1] == c) {
      out.back().words += c;
      ++i;
      continue;
    }
    const auto end = c == '{' ? text.find_first_of("{}", i + 1) : std::string_view::npos;
    if (end == std::string_view::npos || text[end] == '{') {
      return failure("a brace without its partner (write {{ or }} for a brace itself)");
    }
    const std::string_view inside = text.substr(i + 1, end - i - 1);
    out.back().placeholder = placeholder_of(inside);
    if (!out.back().placeholder) {
      return failure("malformed placeholder {" + std::string{inside} + "}");
    }
    out.emplace_back();
    i = end;
  }
  return out;
}

std::optional<std::string> render(std::string_view text, const Facts& facts) {
  const auto pieces = pieces_of(text);
  return pieces ? put_together(*pieces, facts, std::nullopt) : std::nullopt;
}

std::string render_always(std::string_view text, const Facts& facts) {
  const auto pieces = pieces_of(text);
  return pieces ? put_together(*pieces, facts, "(unknown)").value_or("") : std::string{text};
}

std::vector<std::string> render_command(const std::vector<std::string>& words, const Facts& facts) {
  std::vector<std::string> out;
  for (const std::string& word : words) {
    auto rendered = render_word(word, facts);
    if (!rendered) {
      return {};
    }
    out.push_back(std::move(*rendered));
  }
  return out;
}

}  // namespace doctor::rules
