#pragma once
// How far an older bundle has counted: the highest number of the stand-ins in a text.

#include <cstdint>
#include <string>
#include <string_view>

namespace doctor::bundle {

/// Looks for stand-ins in texts, in constant memory.
class StandIns {
 public:
  /// A file, in pieces.
  void feed(std::string_view piece);
  void finish();  ///< the file is whole; what stood at its end counts, too
  std::uint32_t highest() const { return highest_; }  ///< 0 when there was none

 private:
  void look(std::size_t until);

  std::string buffer_ = {};
  std::uint32_t highest_ = 0;
};

}  // namespace doctor::bundle
