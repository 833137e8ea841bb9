#pragma once
// How far an older bundle has counted: the highest number of the stand-ins in a text.

#include <cstdint>
#include <string>
#include <string_view>

namespace doctor::bundle {

class StandIns {
 public:
  /// A file, in pieces.
  void feed(std::string_view piece);
  void finish();
  std::uint32_t highest() const { return highest_; }

 private:
  void look(std::size_t until);

  std::string buffer_ = {};
  std::uint32_t highest_ = 0;
};

}  // namespace doctor::bundle
