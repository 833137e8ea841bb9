#include "intake/pattern_filter.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <tuple>

#include "core/text.h"

namespace doctor::intake {
namespace {

RE2::Options options() {
  RE2::Options out;
  out.set_case_sensitive(false);
  out.set_log_errors(false);
  constexpr int memory = 64 << 20;
  out.set_max_mem(memory);
  return out;
}

/// The same pattern; RE2 makes words of alternatives, but not of letters that may be missing.
std::string spelt_out(std::string pattern) {
  constexpr std::string_view scheme = "https?://";
  for (std::size_t at = 0; (at = pattern.find(scheme, at)) != std::string::npos;) {
    pattern.replace(at, scheme.size(), "(?:http://|https://)");
  }
  return pattern;
}

/// Words of nearly every log.
bool is_common(std::string_view word) {
  constexpr std::array<std::string_view, 8> common{
      "http", "status", "error", "code", "failed", "post", "returned", "response"};
  return std::ranges::find(common, word) != common.end();
}

/// Of the words those without which no pattern can match, as few and as rare as possible; none when
/// a pattern needs no word.
std::vector<std::string> required(const re2::FilteredRE2& patterns,
                                  const std::vector<std::string>& words) {
  std::vector<bool> kept(words.size(), true);
  const auto can_match_without = [&patterns, &kept] {
    std::vector<int> others;
    for (std::size_t i = 0; i < kept.size(); ++i) {
      if (!kept[i]) {
        others.push_back(static_cast<int>(i));
      }
    }
    std::vector<int> which;
    patterns.AllPotentials(others, &which);
    return !which.empty();
  };
  if (words.empty() || can_match_without()) {
    return {};
  }
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < words.size(); ++i) {
    order.push_back(i);
  }
  std::ranges::sort(order, {}, [&words](std::size_t i) {
    return std::tuple{!is_common(words[i]), words[i].size(), words[i]};
  });
  for (const std::size_t i : order) {
    kept[i] = false;
    kept[i] = can_match_without();
  }
  std::vector<std::string> out;
  for (const std::size_t i : order) {
    if (kept[i]) {
      out.push_back(words[i]);
    }
  }
  return out;
}

/// Without those that hold another one.
std::vector<std::string> shortest_of(std::vector<std::string> words) {
  std::ranges::stable_sort(words, {}, &std::string::size);
  std::vector<std::string> out;
  for (std::string& word : words) {
    const bool spare = std::ranges::any_of(out, [&word](const std::string& shorter) {
      return word.find(shorter) != std::string::npos;
    });
    if (!spare) {
      out.push_back(std::move(word));
    }
  }
  return out;
}

}  // namespace

PatternFilter::PatternFilter(const std::vector<std::string>& patterns,
                             const std::vector<std::string>& words)
    : patterns_(static_cast<int>(Needles::shortest)) {
  for (const std::string& pattern : patterns) {
    int index = 0;
    if (patterns_.Add(spelt_out(pattern), options(), &index) != RE2::NoError) {
      throw std::invalid_argument("no pattern: " + pattern);
    }
  }
  std::vector<std::string> all;
  patterns_.Compile(&all);
  std::vector<std::string> rare = required(patterns_, all);
  words_ = std::make_unique<Needles>(std::move(all));
  if (!rare.empty()) {
    rare.insert(rare.end(), words.begin(), words.end());
    rare_ = std::make_unique<Needles>(shortest_of(std::move(rare)));
  }
}

std::size_t PatternFilter::find(std::string_view text, std::size_t from) const {
  return rare_ ? rare_->find(text, from) : from < text.size() ? from : std::string_view::npos;
}

std::vector<int> PatternFilter::candidates(std::string_view text) const {
  std::vector<int> out;
  patterns_.AllPotentials(words_->all(text), &out);
  std::ranges::sort(out);
  return out;
}

const RE2& PatternFilter::pattern(std::size_t index) const {
  return patterns_.GetRE2(static_cast<int>(index));
}

}  // namespace doctor::intake
