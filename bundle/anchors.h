#pragma once
// The one pass over everything: where does one of the words stand at which a finder has to look?
// Four bytes are folded to lower case and looked up in a table, so that text without such a word
// costs about a nanosecond a byte.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bundle/span.h"

namespace doctor::bundle {

struct Anchor;
/// `at` is where the anchor's text begins.
using Finder = void (*)(std::string_view text, std::size_t at, const Anchor& anchor, Spans& out);

/// A word, and what looks around it.
struct Anchor {
  std::string text;  ///< at least three characters, lower case (ASCII); matched in any case
  Finder find;
  Kind kind;
  std::size_t least = 0;  ///< what the finder takes it for
};

/// All words, ready to be searched for in one pass.
class Anchors {
 public:
  /// Fewer than 65536 words.
  explicit Anchors(std::vector<Anchor> anchors);
  /// Adds to `out` what the finders see around the words of `text`.
  void search(std::string_view text, Spans& out) const;

 private:
  static constexpr unsigned table_bits = 14;
  void enter(std::string_view four, std::uint16_t anchor);
  void look(std::string_view text, std::size_t at, std::size_t slot, Spans& out) const;

  std::vector<Anchor> anchors_;
  std::vector<std::vector<std::uint16_t>> slots_ = {};  ///< anchors that share a place of the table
  std::vector<std::uint16_t> table_;                    ///< 0: nothing; otherwise slot + 1
};

}  // namespace doctor::bundle
