// Records on simdjson, one document a line: its streams of documents are not robust against bad
// lines. What it refuses, the plain way gets a second look at, so both agree on what is a record.

#include "intake/fields.h"

#ifdef ONECLAW_SIMDJSON
#include <simdjson.h>
#endif

namespace doctor::intake {

#ifdef ONECLAW_SIMDJSON
namespace {

namespace dom = simdjson::dom;

class Walk {
 public:
  Walk(Paths& paths, Fields& fields) : paths_(paths), fields_(fields) {}

  bool object(const dom::object& object, Path& path, std::size_t depth) {
    if (depth > deepest_record) {
      return false;
    }
    Path* guess = path.first;
    Path* before = nullptr;
    for (const dom::key_value_pair field : object) {
      Path& child = paths_.child(path, field.key, guess);
      (before == nullptr ? path.first : before->after) = &child;
      before = &child;
      guess = child.after;
      if (!value(field.value, child, depth)) {
        return false;
      }
    }
    return true;
  }

 private:
  bool value(const dom::element& element, Path& path, std::size_t depth) {
    switch (element.type()) {
      case dom::element_type::OBJECT:
        return object(element.get_object().value_unsafe(), path, depth + 1);
      case dom::element_type::ARRAY:
        return list(element.get_array().value_unsafe(), path, depth + 1);
      case dom::element_type::STRING:
        if (path.matters()) {
          fields_.text(path, element.get_string().value_unsafe());
        }
        return true;
      case dom::element_type::INT64:
      case dom::element_type::UINT64:
      case dom::element_type::DOUBLE:
        if (path.matters()) {
          fields_.number(path, element.get_double().value_unsafe());
        }
        return true;
      case dom::element_type::BOOL:
      case dom::element_type::NULL_VALUE:
        break;
    }
    return true;
  }

  bool list(const dom::array& array, Path& path, std::size_t depth) {
    if (depth > deepest_record) {
      return false;
    }
    for (const dom::element element : array) {
      if (!value(element, path, depth)) {
        return false;
      }
    }
    return true;
  }

  Paths& paths_;
  Fields& fields_;
};

}  // namespace

struct FieldReader::Fast {
  bool read(std::string_view json, std::size_t slack, Paths& paths, Fields& fields) {
    if (slack < simdjson::SIMDJSON_PADDING) {
      padded.assign(json);
      padded.append(simdjson::SIMDJSON_PADDING, ' ');
      json = std::string_view{padded}.substr(0, json.size());
    }
    dom::object root;
    return parser.parse(json.data(), json.size(), false).get(root) == simdjson::SUCCESS &&
           Walk{paths, fields}.object(root, paths.root(), 1);
  }

  dom::parser parser;
  std::string padded;
};

FieldReader::FieldReader(With with)
    : fast_(with == With::fastest ? std::make_unique<Fast>() : nullptr) {}
#else
struct FieldReader::Fast {
  // NOLINTNEXTLINE(readability-convert-member-functions-to-static)
  bool read(std::string_view, std::size_t, Paths&, Fields&) { return false; }
};

FieldReader::FieldReader(With) {}
#endif

FieldReader::~FieldReader() = default;

bool FieldReader::read(std::string_view json, std::size_t slack) {
  paths_.tidy();
  fields_.clear();
  return json.starts_with('{') && ((fast_ && fast_->read(json, slack, paths_, fields_)) ||
                                   read_plainly(json, paths_, fields_));
}

}  // namespace doctor::intake
