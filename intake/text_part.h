#pragma once
// A long text a part at a time. Internal to intake/.

#include <cstddef>
#include <string_view>

#include "intake/known_records.h"
#include "intake/record.h"

namespace doctor::intake {

struct TextPart {
  std::string_view text = {};  ///< complete lines
  /// How many lines before this part 1Claw was named last (1: in the one before its first);
  /// 0: in none near. What follows it soon may be about 1Claw.
  std::size_t named_before = 0;
};

/// The known messages of the part, each for itself; its lines are numbered from 1. Returns how many
/// there are.
std::size_t read_part(const TextPart& part, KnownRecords& known, const Sink& sink);
/// `named_before` for the part that follows.
std::size_t last_named(const TextPart& part);
/// The record that stands for a text without any known message.
void give_unknown_text(std::string_view text, const Sink& sink);

}  // namespace doctor::intake
