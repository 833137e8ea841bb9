#pragma once
// Many regular expressions, of which few can match any one text: those whose words it holds.
// Internal to intake/.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include "intake/needles.h"

namespace doctor::intake {

class PatternFilter {
 public:
  /// Matched without regard to case. `words`: of further interest to find().
  PatternFilter(const std::vector<std::string>& patterns, const std::vector<std::string>& words);

  /// A place at or behind `from` in the first line that may be matched or holds one of the words;
  /// npos: there is none. Far quicker than any matching.
  std::size_t find(std::string_view text, std::size_t from) const;
  /// The patterns that may match the text, by their places in the list, ascending.
  std::vector<int> candidates(std::string_view text) const;
  const RE2& pattern(std::size_t index) const;
  /// Does each pattern need a word? Otherwise find() finds everywhere.
  bool is_selective() const { return rare_ != nullptr; }

 private:
  re2::FilteredRE2 patterns_;
  std::unique_ptr<Needles> words_;
  std::unique_ptr<Needles> rare_;
};

}  // namespace doctor::intake
