#include "tests/bounds/schema.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>
#include <re2/re2.h>

namespace doctor::bounds {
namespace {

using nlohmann::json;

bool has_type(const json& value, const std::string& type) {
  return (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
         (type == "string" && value.is_string()) || (type == "boolean" && value.is_boolean()) ||
         (type == "integer" && value.is_number_integer()) ||
         (type == "number" && value.is_number());
}

class Check {
 public:
  explicit Check(const json& root) : root_(root) {}

  void value(const json& schema, const json& value, const std::string& place);
  bool fits(const json& schema, const json& value) const {
    Check inner{root_};
    inner.value(schema, value, "");
    return inner.found_.empty();
  }

  std::vector<std::string> take_found() { return std::move(found_); }

 private:
  using Keyword = void (Check::*)(const json& schema, const json& value, const std::string& place);
  static const std::map<std::string, Keyword, std::less<>>& keywords();

  void expect(bool holds, const std::string& place, std::string_view what) {
    if (!holds) {
      found_.push_back(place + ": " + std::string{what});
    }
  }
  void ignore(const json&, const json&, const std::string&) {}
  void ref(const json& schema, const json& value, const std::string& place) {
    const std::string target = schema.at("$ref").get<std::string>();
    this->value(root_.at(json::json_pointer{target.substr(1)}), value, place);
  }
  void type(const json& schema, const json& value, const std::string& place) {
    const json& wanted = schema.at("type");
    const bool right = wanted.is_string() ? has_type(value, wanted.get<std::string>())
                                          : std::ranges::any_of(wanted, [&](const json& one) {
                                              return has_type(value, one.get<std::string>());
                                            });
    expect(right, place, "type");
  }
  void constant(const json& schema, const json& value, const std::string& place) {
    expect(value == schema.at("const"), place, "const");
  }
  void enumeration(const json& schema, const json& value, const std::string& place) {
    expect(std::ranges::count(schema.at("enum"), value) > 0, place, "enum");
  }
  void required(const json& schema, const json& value, const std::string& place) {
    for (const json& name : schema.at("required")) {
      expect(value.contains(name.get<std::string>()), place, "required " + name.dump());
    }
  }
  void properties(const json& schema, const json& value, const std::string& place) {
    for (const auto& [name, part] : schema.at("properties").items()) {
      if (value.is_object() && value.contains(name)) {
        this->value(part, value.at(name), place + "/" + name);
      }
    }
  }
  void additional(const json& schema, const json& value, const std::string& place) {
    for (const auto& [name, part] : value.items()) {
      if (!schema.at("properties").contains(name)) {
        this->value(schema.at("additionalProperties"), part, place + "/" + name);
      }
    }
  }
  void items(const json& schema, const json& value, const std::string& place) {
    for (std::size_t i = 0; value.is_array() && i < value.size(); ++i) {
      this->value(schema.at("items"), value[i], place + "/" + std::to_string(i));
    }
  }
  void sizes(const json& schema, const json& value, const std::string& place) {
    expect(value.size() >= schema.value("minItems", std::size_t{0}), place, "minItems");
    expect(value.size() <= schema.value("maxItems", value.size()), place, "maxItems");
  }
  void length(const json& schema, const json& value, const std::string& place) {
    expect(value.get<std::string>().size() >= schema.at("minLength").get<std::size_t>(),
           place,
           "minLength");
  }
  void minimum(const json& schema, const json& value, const std::string& place) {
    expect(value.get<double>() >= schema.at("minimum").get<double>(), place, "minimum");
  }
  void pattern(const json& schema, const json& value, const std::string& place) {
    expect(RE2::PartialMatch(value.get<std::string>(), schema.at("pattern").get<std::string>()),
           place,
           "pattern");
  }
  void any_of(const json& schema, const json& value, const std::string& place) {
    const auto one = [&](const json& part) {
      return fits(part, value);
    };
    expect(std::ranges::any_of(schema.at("anyOf"), one), place, "anyOf");
  }
  void all_of(const json& schema, const json& value, const std::string& place) {
    for (const json& part : schema.at("allOf")) {
      this->value(part, value, place);
    }
  }
  void condition(const json& schema, const json& value, const std::string& place) {
    const char* branch = fits(schema.at("if"), value) ? "then" : "else";
    if (schema.contains(branch)) {
      this->value(schema.at(branch), value, place);
    }
  }

  const json& root_;
  std::vector<std::string> found_;
};

const std::map<std::string, Check::Keyword, std::less<>>& Check::keywords() {
  static const std::map<std::string, Keyword, std::less<>> table{
      {"$ref", &Check::ref},           {"type", &Check::type},
      {"const", &Check::constant},     {"enum", &Check::enumeration},
      {"required", &Check::required},  {"properties", &Check::properties},
      {"items", &Check::items},        {"additionalProperties", &Check::additional},
      {"minItems", &Check::sizes},     {"maxItems", &Check::sizes},
      {"minLength", &Check::length},   {"minimum", &Check::minimum},
      {"pattern", &Check::pattern},    {"anyOf", &Check::any_of},
      {"allOf", &Check::all_of},       {"if", &Check::condition},
      {"then", &Check::ignore},        {"else", &Check::ignore},
      {"$schema", &Check::ignore},     {"$id", &Check::ignore},
      {"$defs", &Check::ignore},       {"title", &Check::ignore},
      {"description", &Check::ignore}, {"format", &Check::ignore}};
  return table;
}

void Check::value(const json& schema, const json& value, const std::string& place) {
  for (const auto& [name, part] : schema.items()) {
    const auto keyword = keywords().find(name);
    if (keyword == keywords().end()) {
      found_.push_back("the schema's keyword " + name + " is unknown here");
    } else {
      (this->*keyword->second)(schema, value, place);
    }
  }
}

}  // namespace

std::vector<std::string> violations(const json& schema, const json& value) {
  Check check{schema};
  check.value(schema, value, "");
  return check.take_found();
}

}  // namespace doctor::bounds
