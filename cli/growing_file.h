#pragma once
// An input that grows while it is read: a log that is still written, or a pipe.

#include <cstddef>
#include <string>

#include <sys/types.h>

#include "cli/input_file.h"
#include "cli/interrupt.h"
#include "core/result.h"

namespace doctor::cli {

/// Waits for more instead of ending. A file that is replaced (rotated) is read to its end and then
/// followed under its name; one that was cut is read from its new beginning. A pipe ends when its
/// writers have closed it; a file only by a signal.
class GrowingFile {
 public:
  explicit GrowingFile(std::string path);
  GrowingFile(const GrowingFile&) = delete;
  GrowingFile& operator=(const GrowingFile&) = delete;
  ~GrowingFile();

  bool is_open() const { return descriptor_ >= 0; }
  /// As intake::Pull; 0 after a signal, too.
  Result<std::size_t> read(char* to, std::size_t room);

 private:
  bool started_anew();
  void watch();
  /// Until something may have changed, a second at most.
  void wait() const;

  std::string path_;
  InterruptWatch interrupts_;
  int descriptor_ = -1;
  int notices_ = -1;
  off_t offset_ = 0;
  bool regular_ = false;
  bool in_line_ = false;  ///< what was given last is no complete line
};

}  // namespace doctor::cli
