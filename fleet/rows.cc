#include "fleet/rows.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "fleet/csv.h"

namespace doctor::fleet {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_json(std::string_view text) {
  if (text.starts_with(byte_order_mark)) {
    text.remove_prefix(byte_order_mark.size());
  }
  const std::string_view rest = trim(text);
  return rest.starts_with('[') || rest.starts_with('{');
}

Row row_of(CsvRecord record, const std::vector<std::string>& header) {
  Row out{.line = record.line};
  for (std::size_t i = 0; i < header.size(); ++i) {
    out.fields.push_back(
        {.name = header[i], .value = std::move(record.fields[i]), .line = record.line});
  }
  return out;
}

}  // namespace

doctor::Result<std::vector<Row>> read_csv_rows(std::string_view text) {
  CsvReader reader{text};
  doctor::Result<std::optional<CsvRecord>> record = reader.next();
  std::vector<std::string> header;
  if (record && *record) {
    for (const std::string& name : (*record)->fields) {
      header.emplace_back(trim(name));
    }
  }
  std::vector<Row> out;
  while (record && *record) {
    record = reader.next();
    if (!record || !*record) {
      break;
    }
    if ((*record)->fields.size() != header.size()) {
      return failure(fmt::format("line {}: {} fields, and the header has {}",
                                 (*record)->line,
                                 (*record)->fields.size(),
                                 header.size()));
    }
    out.push_back(row_of(std::move(**record), header));
  }
  if (!record) {
    return failure(record.error().message);
  }
  return out;
}

doctor::Result<std::vector<Row>> read_rows(std::string_view text) {
  return is_json(text) ? read_json_rows(text) : read_csv_rows(text);
}

}  // namespace doctor::fleet
