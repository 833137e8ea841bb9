#include "intake/windows.h"

#include <algorithm>
#include <utility>

namespace doctor::intake {
namespace {

constexpr std::size_t piece = std::size_t{64} * 1024;

/// Grows only, so that memory which is used again is not filled with zeros each time.
void make_room(std::string& bytes, std::size_t size) {
  if (bytes.size() < size + window_slack) {
    bytes.resize(size + window_slack);
  }
}

}  // namespace

Windows::Windows(std::string begin, Pull pull, When when)
    : pull_(std::move(pull)), when_(when), begin_(std::move(begin)) {}

Result<std::size_t> Windows::pull(char* to, std::size_t room) {
  if (begin_.empty()) {
    return pull_(to, room);
  }
  const std::size_t size = begin_.copy(to, room, begun_);
  begun_ += size;
  if (begun_ == begin_.size()) {
    std::string{}.swap(begin_);
  }
  return size;
}

/// Reads until `wanted` bytes are there, or what there is; false at the input's end.
Result<bool> Windows::read_more(std::string& bytes, std::size_t& filled, std::size_t wanted) {
  make_room(bytes, wanted);
  while (filled < wanted) {
    const Result<std::size_t> read = pull(bytes.data() + filled, wanted - filled);
    if (!read) {
      return failure(read.error().message);
    }
    ended_ = *read == 0;
    filled += *read;
    if (ended_ || when_ == When::at_once) {
      break;
    }
  }
  return !ended_;
}

/// Drops the line that carry_ begins with.
Result<bool> Windows::skip_line(Window& window) {
  window.size = 0;
  window.too_long = true;
  for (;;) {
    if (const auto end = carry_.find('\n'); end != std::string::npos) {
      carry_.erase(0, end + 1);
      return true;
    }
    std::size_t filled = 0;
    const Result<bool> more = ended_ ? Result<bool>{false} : read_more(carry_, filled, piece);
    if (!more) {
      return failure(more.error().message);
    }
    carry_.resize(filled);
    if (!*more && carry_.empty()) {
      return true;
    }
  }
}

Result<bool> Windows::next(Window& window) {
  std::string& bytes = window.bytes;
  std::size_t filled = carry_.size();
  make_room(bytes, filled);
  carry_.copy(bytes.data(), filled);
  carry_.clear();
  window.too_long = false;
  bool may_be_enough = when_ == When::at_once && filled > 0;
  for (std::size_t wanted = std::max(window_size, filled);; wanted = filled + piece) {
    const bool enough = std::exchange(may_be_enough, false) || filled >= wanted || ended_;
    const Result<bool> more = enough ? Result<bool>{true} : read_more(bytes, filled, wanted);
    if (!more) {
      return failure(more.error().message);
    }
    const auto end = std::string_view{bytes}.substr(0, filled).rfind('\n');
    if (end != std::string_view::npos && !ended_) {
      carry_.assign(bytes, end + 1, filled - end - 1);
      window.size = end + 1;
      return true;
    }
    if (ended_) {
      window.size = filled;
      return filled > 0;
    }
    if (filled >= longest_line) {
      carry_.assign(bytes, 0, filled);
      return skip_line(window);
    }
  }
}

}  // namespace doctor::intake
