#pragma once
// Many words looked for at once, several times as quick as any regular expression. Internal to
// intake/.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace doctor::intake {

class Needles {
 public:
  static constexpr std::size_t shortest = 4;

  /// Words of at least `shortest` bytes, in lower case; any case of ASCII's letters is found.
  explicit Needles(std::vector<std::string> words);
  /// Where one of the words begins at or behind `from`, in the first line that holds any; npos: in
  /// none.
  std::size_t find(std::string_view text, std::size_t from) const;
  /// The indices of the words that the text holds, in no order, some of them perhaps repeatedly.
  std::vector<int> all(std::string_view text) const;

 private:
  /// Three bytes of a word, its rarest; a second one stands for those one byte behind them, so that
  /// a look at every other byte of a text is enough.
  struct Entry {
    std::uint16_t bucket = 0;
    std::uint16_t word = 0;
    std::uint16_t offset = 0;
  };
  static constexpr std::size_t buckets = std::size_t{1} << 15U;

  void add(std::size_t word, std::size_t offset);
  template <typename Found>
  void each_at(std::string_view text, std::size_t at, std::size_t bucket, Found found) const;

  std::vector<std::string> words_;
  std::vector<Entry> entries_;                ///< by bucket
  std::array<std::uint8_t, buckets> used_{};  ///< bytes: quicker to look up than bits
};

}  // namespace doctor::intake
