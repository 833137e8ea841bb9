#pragma once
// A targets file before anybody asks what its fields mean: rows of named fields, each with the line
// on which it stands, whether the file is JSON or CSV.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace doctor::fleet {

struct Field {
  std::string name;
  std::string value = {};
  std::size_t line = 0;  ///< the first is 1
  bool is_text = true;   ///< else a number or a truth value, and `value` is empty
};

struct Row {
  std::size_t line = 0;  ///< where it begins
  std::vector<Field> fields = {};
};

/// JSON when the first character that is no white space is `[` or `{`, else CSV with a header.
/// Error: `line 7: …`, what cannot be read.
doctor::Result<std::vector<Row>> read_rows(std::string_view text);

// The two by themselves.
doctor::Result<std::vector<Row>> read_json_rows(std::string_view text);
doctor::Result<std::vector<Row>> read_csv_rows(std::string_view text);

}  // namespace doctor::fleet
