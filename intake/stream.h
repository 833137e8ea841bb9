#pragma once
// An input of any size, read as it comes.

#include <cstddef>

#include "core/result.h"
#include "intake/fields.h"
#include "intake/record.h"
#include "intake/unpack.h"

namespace doctor::intake {

/// JSON Lines and text are read line by line, whatever their size. The other kinds, and JSON that
/// is one document, have to be seen as a whole, up to this size.
inline constexpr std::size_t largest_whole = std::size_t{32} * 1024 * 1024;

/// How an input is to be read.
struct Reading {
  Kind kind = Kind::automatic;
  unsigned workers = 1;  ///< threads that read windows; what comes out does not depend on it
  FieldReader::With with = FieldReader::With::fastest;
  /// Asked before each window: may successes be counted with Sink::passed instead of given?
  std::function<bool()> counts_successes = {};
  /// The input grows: lines are read as soon as they are there, and what was found is told after
  /// each piece. Needs a kind of lines.
  std::function<void()> after_piece = {};
};

/// Unpacks, detects and reads an input; the sink is called on this thread, in the input's order.
/// Error: what cannot be read, or is too large to be seen as a whole.
Result<bool> read_stream(const Pull& source, const Reading& reading, const Sink& sink);

}  // namespace doctor::intake
