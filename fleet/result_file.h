#pragma once
// Result lines in a file: written one at a time as targets finish, and read again after a run that
// was killed.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "fleet/target.h"

namespace doctor::fleet {

/// What was read of a file of result lines.
struct Lines {
  std::size_t whole = 0;     ///< lines with a result
  std::uint64_t bytes = 0;   ///< up to the end of the last of them
  bool torn = false;         ///< what follows is the beginning of a line: its run was killed
  bool lacks_break = false;  ///< the last whole line has no line break
};

/// Gives each result to `use`, in the order of the file, in memory for one of them. An error of
/// `use` ends the reading. Error: `line 7: …`, or that the file cannot be read; a last line that is
/// torn is none.
doctor::Result<Lines> read_results(int descriptor,
                                   const std::function<doctor::Result<void>(Result)>& use);

/// A file that result lines are added to. No other run can have it open at the same time.
class ResultFile {
 public:
  /// A new file (0600), or an old one emptied. Error: `cannot write 'x': …`.
  static doctor::Result<ResultFile> create(const std::string& path);
  /// The same, but what is there stays, and is given to `use`; a torn line is cut off.
  static doctor::Result<ResultFile> resume(const std::string& path,
                                           const std::function<doctor::Result<void>(Result)>& use);
  /// Into a descriptor that is open and stays so.
  static ResultFile onto(int descriptor) {
    return ResultFile{descriptor, "standard output", false};
  }

  ResultFile(const ResultFile&) = delete;
  ResultFile& operator=(const ResultFile&) = delete;
  ResultFile(ResultFile&& other) noexcept;
  ResultFile& operator=(ResultFile&&) = delete;
  ~ResultFile();

  /// The line is there when this returns, as far as this process can tell.
  doctor::Result<void> write(const Result& result);

 private:
  ResultFile(int descriptor, std::string name, bool owned)
      : descriptor_(descriptor), name_(std::move(name)), owned_(owned) {}
  static doctor::Result<ResultFile> open(const std::string& path);
  doctor::Result<void> put(std::string_view text);

  int descriptor_;
  std::string name_;
  bool owned_;
};

}  // namespace doctor::fleet
