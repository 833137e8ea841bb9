// Records on the JSON library that is always there.

#include <vector>

#include <nlohmann/json.hpp>

#include "intake/fields.h"

namespace doctor::intake {
namespace {

using Json = nlohmann::json;

/// One pass, no tree. Depth is bounded.
class Handler : public nlohmann::json_sax<Json> {
 public:
  Handler(Paths& paths, Fields& fields) : paths_(paths), fields_(fields), path_(&paths.root()) {}

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t value) override {
    return number(static_cast<double>(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return number(static_cast<double>(value));
  }
  bool number_float(number_float_t value, const string_t&) override { return number(value); }
  bool string(string_t& value) override {
    if (path_->matters()) {
      fields_.text(*path_, value);
    }
    return true;
  }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return open(); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    path_ = &paths_.child(*open_.back(), name, nullptr);
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  bool number(double value) {
    if (path_->matters()) {
      fields_.number(*path_, value);
    }
    return true;
  }
  bool open() {
    open_.push_back(path_);
    return open_.size() <= deepest_record;
  }
  bool close() {
    path_ = open_.back();
    open_.pop_back();
    return true;
  }

  Paths& paths_;
  Fields& fields_;
  Path* path_;
  std::vector<Path*> open_;
};

}  // namespace

bool read_plainly(std::string_view json, Paths& paths, Fields& fields) {
  fields.clear();
  Handler handler{paths, fields};
  return json.starts_with('{') &&
         Json::sax_parse(json.begin(), json.end(), &handler, Json::input_format_t::json, true);
}

}  // namespace doctor::intake
