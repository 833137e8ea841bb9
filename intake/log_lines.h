#pragma once
// JSON Lines logs, line by line, whatever their field names.

#include <cstddef>
#include <string>
#include <string_view>

#include "intake/fields.h"
#include "intake/known_records.h"
#include "intake/record.h"

namespace doctor::intake {

class LogLines {
 public:
  explicit LogLines(FieldReader::With with = FieldReader::With::fastest) : reader_(with) {}
  /// One line, without its end. `slack`: bytes behind it that may be read.
  void take(std::string_view line, std::size_t slack, std::size_t number, const Sink& sink);

 private:
  void give(std::string_view line, std::size_t number, const Sink& sink);

  FieldReader reader_;
  /// Records by Fields::append_key: a log tells of the same failure again and again.
  KnownRecords known_;
  std::string key_;
};

/// A whole log in memory; also a JSON array of records.
void read_log(std::string_view text, const Sink& sink);

}  // namespace doctor::intake
