#pragma once
// Comma-separated values as RFC 4180 has them: quoted fields with commas, quotes and line breaks in
// them, CRLF or LF, a byte order mark. Pure.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace doctor::fleet {

struct CsvRecord {
  std::size_t line = 0;  ///< where it begins, the first is 1
  std::vector<std::string> fields = {};
};

/// One record after the other; empty lines are passed over. The text has to outlive it.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text);
  /// nullopt at the end. Error: `line 7: a quote that does not end`, and nothing more is read.
  doctor::Result<std::optional<CsvRecord>> next();

 private:
  doctor::Result<std::string> quoted();
  std::string bare();
  bool take(char c);
  /// After a field: false when the record ends here.
  doctor::Result<bool> more();

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace doctor::fleet
