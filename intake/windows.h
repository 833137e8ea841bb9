#pragma once
// An input as windows of complete lines, so that no more of it than a window is ever in memory.

#include <cstddef>
#include <string>
#include <string_view>

#include "intake/unpack.h"

namespace doctor::intake {

/// What a processor's own cache holds, so that a window is read where it was filled.
inline constexpr std::size_t window_size = std::size_t{256} * 1024;
inline constexpr std::size_t longest_line = std::size_t{1024} * 1024;
/// Bytes after a window's text that may be read, whatever they hold.
inline constexpr std::size_t window_slack = 64;

struct Window {
  std::string bytes = {};  ///< begins with the text; at least window_slack bytes lie behind it
  std::size_t size = 0;    ///< of the text
  /// A line beyond longest_line was left out here; the text is empty.
  bool too_long = false;

  std::string_view text() const { return {bytes.data(), size}; }
};

class Windows {
 public:
  enum class When : unsigned char { full, at_once };
  /// `begin`: what was read of the input already. `at_once`: lines are given as soon as they are
  /// there, for inputs that still grow.
  Windows(std::string begin, Pull pull, When when = When::full);
  /// The next lines, in the memory of `window`; false at the end. The last line may lack its end.
  Result<bool> next(Window& window);

 private:
  Result<std::size_t> pull(char* to, std::size_t room);
  Result<bool> read_more(std::string& bytes, std::size_t& filled, std::size_t wanted);
  Result<bool> skip_line(Window& window);

  Pull pull_;
  When when_;
  std::string begin_;  ///< what was read before, until it has been given
  std::size_t begun_ = 0;
  std::string carry_;
  bool ended_ = false;
};

}  // namespace doctor::intake
