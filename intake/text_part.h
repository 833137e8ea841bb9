#pragma once
// A long text a part at a time. Internal to intake/.

#include <cstddef>
#include <string_view>

#include "intake/record.h"

namespace doctor::intake {

struct TextPart {
  std::string_view text = {};  ///< complete lines
  std::size_t first_line = 1;
  /// The line before this part that names 1Claw last; 0: none near. What follows it soon may be
  /// about 1Claw.
  std::size_t named_at = 0;
};

/// The known messages of the part, each for itself.
void read_part(const TextPart& part, const Sink& sink);
/// `named_at` for the part that follows.
std::size_t last_named(const TextPart& part);
/// The record that stands for a text without any known message.
void give_unknown_text(std::string_view text, const Sink& sink);

}  // namespace doctor::intake
