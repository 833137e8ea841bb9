// The JSON form of a targets file, read piece by piece, so that each field's line is known.

#include <cstddef>
#include <iterator>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "fleet/rows.h"

namespace doctor::fleet {
namespace {

using Json = nlohmann::json;

/// Over the text, counting lines.
class Counting {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Counting(const char* at, std::size_t* line) : at_(at), line_(line) {}
  reference operator*() const { return *at_; }
  Counting& operator++() {
    *line_ += *at_++ == '\n' ? 1U : 0U;
    return *this;
  }
  bool operator==(const Counting& other) const { return at_ == other.at_; }

 private:
  const char* at_;
  std::size_t* line_;
};

/// What the parser tells. The file is a list of rows, or an object whose `targets` is that list;
/// other members of it (`$schema`) hold single values.
class Handler {
 public:
  explicit Handler(const std::size_t& line) : line_(line) {}

  std::vector<Row> take() { return std::move(rows_); }
  const std::string& problem() const { return problem_; }
  bool has_list() const { return has_list_; }

  bool start_object(std::size_t) {
    if (place_ == Place::start) {
      place_ = Place::top;
      return true;
    }
    if (place_ == Place::row && key_ == "credential") {
      place_ = Place::credential;
      return true;
    }
    if (place_ != Place::list) {
      return refuse(place_ == Place::top && key_ == "targets" ? "'targets' is no list"
                                                              : "an object where a text belongs");
    }
    place_ = Place::row;
    rows_.push_back({.line = line_});
    return true;
  }
  bool end_object() {
    place_ = place_ == Place::credential ? Place::row
             : place_ == Place::row      ? Place::list
                                         : Place::end;
    return true;
  }
  bool start_array(std::size_t) {
    if (place_ == Place::top && key_ == "targets" && has_list_) {
      return refuse("'targets' stands there twice");
    }
    if (place_ == Place::start || (place_ == Place::top && key_ == "targets")) {
      in_object_ = place_ == Place::top;
      place_ = Place::list;
      has_list_ = true;
      return true;
    }
    return refuse("a list where a text belongs");
  }
  bool end_array() {
    place_ = in_object_ ? Place::top : Place::end;
    return true;
  }
  bool key(std::string& name) {
    key_ = name;
    return true;
  }
  bool string(std::string& value) {
    if (!in_row()) {
      return single();
    }
    rows_.back().fields.push_back({.name = name(), .value = value, .line = line_});
    return true;
  }
  bool null() { return in_row() || single(); }
  bool boolean(bool) { return no_text(); }
  bool number_integer(Json::number_integer_t) { return no_text(); }
  bool number_unsigned(Json::number_unsigned_t) { return no_text(); }
  bool number_float(Json::number_float_t, const std::string&) { return no_text(); }
  bool binary(Json::binary_t&) { return no_text(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) {
    return refuse("broken JSON");
  }

 private:
  enum class Place { start, top, list, row, credential, end };

  bool in_row() const { return place_ == Place::row || place_ == Place::credential; }
  /// `{"credential": {"file": …}}` is another way to write `{"credential_file": …}`.
  std::string name() const { return place_ == Place::credential ? "credential_" + key_ : key_; }

  bool refuse(std::string_view why) {
    problem_ = fmt::format("line {}: {}", line_, why);
    return false;
  }
  bool no_text() {
    if (!in_row()) {
      return single();
    }
    rows_.back().fields.push_back({.name = name(), .line = line_, .is_text = false});
    return true;
  }
  /// A value outside of the rows.
  bool single() {
    return place_ == Place::top && key_ != "targets"
               ? true
               : refuse(place_ == Place::top ? "'targets' is no list" : "a target is an object");
  }

  const std::size_t& line_;
  Place place_ = Place::start;
  bool in_object_ = false;
  bool has_list_ = false;
  std::string key_;
  std::vector<Row> rows_;
  std::string problem_;
};

}  // namespace

doctor::Result<std::vector<Row>> read_json_rows(std::string_view text) {
  std::size_t line = 1;
  Handler handler{line};
  const bool read = Json::sax_parse(Counting{text.data(), &line},
                                    Counting{text.data() + text.size(), &line},
                                    &handler,
                                    nlohmann::detail::input_format_t::json,
                                    true,
                                    true);
  if (!read) {
    return failure(handler.problem());
  }
  if (!handler.has_list()) {
    return failure("line 1: an object without a list 'targets'");
  }
  return handler.take();
}

}  // namespace doctor::fleet
