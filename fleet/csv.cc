#include "fleet/csv.h"

#include <algorithm>

#include <fmt/format.h>

namespace doctor::fleet {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

CsvReader::CsvReader(std::string_view text) : text_(text) {
  if (text_.starts_with(byte_order_mark)) {
    text_.remove_prefix(byte_order_mark.size());
  }
}

bool CsvReader::take(char c) {
  if (at_ >= text_.size() || text_[at_] != c) {
    return false;
  }
  ++at_;
  return true;
}

doctor::Result<std::string> CsvReader::quoted() {
  const std::size_t begins = line_;
  std::string out;
  while (at_ < text_.size()) {
    const char c = text_[at_++];
    if (c == '"' && !take('"')) {
      return out;
    }
    line_ += c == '\n' ? 1U : 0U;
    out += c;
  }
  return failure(fmt::format("line {}: a quote that does not end", begins));
}

std::string CsvReader::bare() {
  const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
  std::string out{text_.substr(at_, end - at_)};
  at_ = end;
  return out;
}

doctor::Result<bool> CsvReader::more() {
  if (take(',')) {
    return true;
  }
  const bool returned = take('\r');
  if (take('\n')) {
    ++line_;
    return false;
  }
  if (returned || at_ < text_.size()) {
    return failure(fmt::format(
        "line {}: {}",
        line_,
        returned ? "a carriage return that ends no line" : "text after a closing quote"));
  }
  return false;
}

doctor::Result<std::optional<CsvRecord>> CsvReader::next() {
  while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) {
    line_ += text_[at_++] == '\n' ? 1U : 0U;
  }
  if (at_ >= text_.size()) {
    return std::optional<CsvRecord>{};
  }
  CsvRecord record{.line = line_};
  while (true) {
    doctor::Result<std::string> field = take('"') ? quoted() : doctor::Result<std::string>{bare()};
    if (!field) {
      return failure(field.error().message);
    }
    record.fields.push_back(std::move(*field));
    const doctor::Result<bool> goes_on = more();
    if (!goes_on) {
      return failure(goes_on.error().message);
    }
    if (!*goes_on) {
      return std::optional{std::move(record)};
    }
  }
}

}  // namespace doctor::fleet
