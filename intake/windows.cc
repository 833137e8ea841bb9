#include "intake/windows.h"

#include <utility>

#include "intake/lines.h"

namespace doctor::intake {
namespace {

constexpr std::size_t piece = std::size_t{64} * 1024;

}  // namespace

Windows::Windows(std::string begin, Pull pull, When when)
    : pull_(std::move(pull)), when_(when), carry_(std::move(begin)) {}

/// A piece more of the input, or what there is of one; false at its end.
Result<bool> Windows::read_more(std::string& bytes) {
  const std::size_t before = bytes.size();
  bytes.resize(before + piece);
  std::size_t got = 0;
  while (got < piece) {
    const Result<std::size_t> read = pull_(bytes.data() + before + got, piece - got);
    if (!read) {
      return failure(read.error().message);
    }
    ended_ = *read == 0;
    got += *read;
    if (ended_ || when_ == When::at_once) {
      break;
    }
  }
  bytes.resize(before + got);
  return !ended_;
}

Window Windows::window_of(std::string bytes) {
  Window window{.first_line = line_};
  line_ += lines_in(bytes);
  window.bytes = std::move(bytes);
  window.bytes.append(window_slack, '\0');
  return window;
}

/// Drops the line that carry_ begins with.
Result<std::optional<Window>> Windows::skip_line() {
  Window window{.first_line = line_++, .too_long = true};
  for (;;) {
    if (const auto end = carry_.find('\n'); end != std::string::npos) {
      carry_.erase(0, end + 1);
      return std::optional{std::move(window)};
    }
    carry_.clear();
    const Result<bool> more = ended_ ? Result<bool>{false} : read_more(carry_);
    if (!more) {
      return failure(more.error().message);
    }
    if (!*more && carry_.empty()) {
      return std::optional{std::move(window)};
    }
  }
}

Result<std::optional<Window>> Windows::next() {
  std::string bytes = std::exchange(carry_, {});
  bytes.reserve(window_size + piece + window_slack);
  const std::size_t enough = when_ == When::full ? window_size : 1;
  for (;;) {
    while (!ended_ && bytes.size() < enough) {
      if (const Result<bool> more = read_more(bytes); !more) {
        return failure(more.error().message);
      }
    }
    const auto end = bytes.rfind('\n');
    if (end != std::string::npos && !ended_) {
      carry_ = bytes.substr(end + 1);
      bytes.resize(end + 1);
      return std::optional{window_of(std::move(bytes))};
    }
    if (ended_) {
      return bytes.empty() ? Result<std::optional<Window>>{std::nullopt}
                           : std::optional{window_of(std::move(bytes))};
    }
    if (bytes.size() >= longest_line) {
      carry_ = std::move(bytes);
      return skip_line();
    }
    if (const Result<bool> more = read_more(bytes); !more) {
      return failure(more.error().message);
    }
  }
}

}  // namespace doctor::intake
