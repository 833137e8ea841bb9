#pragma once
// An input as windows of complete lines, so that no more of it than a window is ever in memory.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "intake/unpack.h"

namespace doctor::intake {

inline constexpr std::size_t window_size = std::size_t{256} * 1024;
inline constexpr std::size_t longest_line = std::size_t{1024} * 1024;
/// Bytes after a window's text that may be read, whatever they hold.
inline constexpr std::size_t window_slack = 64;

struct Window {
  std::string bytes = {};  ///< the text and window_slack bytes behind it
  std::size_t first_line = 1;
  /// A line beyond longest_line was left out here; the text is empty.
  bool too_long = false;

  std::string_view text() const {
    return {bytes.data(), bytes.empty() ? 0 : bytes.size() - window_slack};
  }
};

class Windows {
 public:
  enum class When : unsigned char { full, at_once };
  /// `begin`: what was read of the input already. `at_once`: lines are given as soon as they are
  /// there, for inputs that still grow.
  Windows(std::string begin, Pull pull, When when = When::full);
  /// The next lines; nullopt at the end. The last line may lack its end.
  Result<std::optional<Window>> next();

 private:
  Result<bool> read_more(std::string& bytes);
  Result<std::optional<Window>> skip_line();
  Window window_of(std::string bytes);

  Pull pull_;
  When when_;
  std::string carry_;
  std::size_t line_ = 1;
  bool ended_ = false;
};

}  // namespace doctor::intake
