#include "cli/template_text.h"

#include <fmt/format.h>

#include "rules/sentence.h"

namespace doctor::cli {
namespace {

std::string filled(std::string_view text, bool use_words) {
  const auto pieces = rules::pieces_of(text);
  if (!pieces) {
    return std::string{text};
  }
  std::string out;
  for (const rules::Piece& piece : *pieces) {
    out += piece.words;
    if (piece.placeholder) {
      const auto& otherwise = piece.placeholder->otherwise;
      out += use_words && otherwise && !otherwise->empty()
                 ? *otherwise
                 : fmt::format("<{}>", piece.placeholder->fact);
    }
  }
  return out;
}

}  // namespace

std::string with_names(std::string_view text) {
  return filled(text, false);
}

std::string with_words(std::string_view text) {
  return filled(text, true);
}

}  // namespace doctor::cli
