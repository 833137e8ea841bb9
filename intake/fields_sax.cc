// read_fields() on the JSON library that is always there.

#include <vector>

#include <nlohmann/json.hpp>

#include "intake/fields.h"

namespace doctor::intake {
namespace {

using Json = nlohmann::json;

/// One pass, no tree. Depth is bounded; what lies deeper is skipped.
class Handler : public nlohmann::json_sax<Json> {
 public:
  explicit Handler(Fields& fields) : fields_(fields) {}

  bool null() override { return true; }
  bool boolean(bool value) override {
    fields_.flag(path_, value);
    return true;
  }
  bool number_integer(number_integer_t value) override {
    fields_.number(path_, static_cast<double>(value));
    return true;
  }
  bool number_unsigned(number_unsigned_t value) override {
    fields_.number(path_, static_cast<double>(value));
    return true;
  }
  bool number_float(number_float_t value, const string_t&) override {
    fields_.number(path_, value);
    return true;
  }
  bool string(string_t& value) override {
    fields_.text(path_, value);
    return true;
  }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return open(); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    path_.resize(lengths_.back());
    if (!path_.empty()) {
      path_ += '.';
    }
    path_ += name;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  bool open() {
    constexpr std::size_t deepest = 64;
    lengths_.push_back(path_.size());
    return lengths_.size() <= deepest;
  }
  bool close() {
    path_.resize(lengths_.back());
    lengths_.pop_back();
    return true;
  }

  Fields& fields_;
  std::string path_;
  std::vector<std::size_t> lengths_;
};

}  // namespace

bool read_fields(std::string_view json, Fields& fields) {
  fields.clear();
  Handler handler{fields};
  return json.starts_with('{') &&
         Json::sax_parse(json.begin(), json.end(), &handler, Json::input_format_t::json, true);
}

}  // namespace doctor::intake
