#pragma once
// Text laid out for a terminal: words flow to a width, colour marks what words already say, and
// nothing from outside reaches the terminal unless it is safe to show.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "report/report.h"

namespace doctor::report {

/// What a piece of text means; colour is only an echo of it.
enum class Tone { plain, strong, faint, good, bad, caution };

/// A piece of text, and how it looks.
struct Piece {
  std::string text;
  Tone tone = Tone::plain;
  bool whole = false;  ///< never broken at its spaces (commands, counts, names)
};

/// Columns before the first and before every later line.
struct Indent {
  std::size_t first = 0;
  std::size_t rest = 0;
};

/// Columns that UTF-8 text takes: 2 for wide East Asian characters and emoji, 0 for combining ones.
std::size_t columns(std::string_view text);
/// The same text in ASCII: marks and typography become their nearest likeness, the rest '?'.
std::string to_ascii(std::string_view text);
/// The text, or as much of it as fits into `width` columns with `end` after it.
std::string cut(std::string_view text, std::size_t width, std::string_view end = "…");

/// Lines in the making. Every piece passes through shown(), so callers hand over raw text.
/// A word wider than the line is never broken: URLs, ids and commands stay fit for copying.
class Page {
 public:
  /// `style` says how wide, and whether in colour and beyond ASCII.
  explicit Page(const Style& style) : style_(style) {}

  /// Pieces one after the other, with a space between them, wrapped at the width.
  void flow(Indent indent, const std::vector<Piece>& pieces);
  /// A paragraph beside its label; on narrow pages the text begins after `label:` and flows below.
  /// An empty label continues the paragraph above.
  void labelled(std::string_view label, const std::vector<Piece>& pieces);
  /// The text as it will be printed, cut to `room` columns.
  std::string fitted(std::string_view text, std::size_t room) const;
  /// The column at which labelled text stands.
  std::size_t text_column() const { return narrow() ? 4 : 13; }
  void blank() { text_ += '\n'; }  ///< an empty line

  /// Columns of the page.
  std::size_t width() const { return static_cast<std::size_t>(style_.width); }
  bool narrow() const { return style_.width < 60; }  ///< too narrow for labels beside the text
  std::string take() { return std::move(text_); }    ///< the text so far, once

 private:
  struct Word {
    std::string text;
    Tone tone;
  };
  std::vector<Word> words_of(const std::vector<Piece>& pieces) const;
  std::string printable(std::string_view text) const;
  void put(std::vector<Word>& line, std::size_t indent);

  Style style_;
  std::string text_;
};

}  // namespace doctor::report
