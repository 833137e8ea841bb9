#include "mock/fields.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "mock/mock.h"

namespace doctor::mock {
namespace {

using Json = nlohmann::json;

/// A JSON pointer's token.
std::string escaped(std::string_view name) {
  std::string out;
  for (const char c : name) {
    out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return out;
}

}  // namespace

Fields::Fields(const Json& value, std::string place) : value_(&value), place_(std::move(place)) {
  if (!value.is_object()) {
    fail("an object is expected here");
  }
}

void Fields::fail(const std::string& what) const {
  throw ScenarioError(fmt::format("{}: {}", place_, what));
}

void Fields::fail(const char* name, const std::string& what) const {
  throw ScenarioError(fmt::format("{}/{}: {}", place_, escaped(name), what));
}

const Json* Fields::take(const char* name) {
  seen_.insert(name);
  const auto found = value_->find(name);
  return found == value_->end() ? nullptr : &*found;
}

std::vector<std::string> Fields::names() const {
  std::vector<std::string> names;
  for (const auto& [name, member] : value_->items()) {
    names.push_back(name);
  }
  return names;
}

void Fields::accept_all() {
  for (const std::string& name : names()) {
    seen_.insert(name);
  }
}

bool Fields::has(const char* name) const {
  return value_->contains(name);
}

template <typename T>
void Fields::value(const char* name, T& into, const char* expected, bool right_type) {
  if (!right_type) {
    fail(name, fmt::format("{} is expected", expected));
  }
  into = value_->at(name).get<T>();
}

void Fields::read(const char* name, std::string& into) {
  if (const Json* found = take(name)) {
    value(name, into, "a string", found->is_string());
  }
}

void Fields::read(const char* name, bool& into) {
  if (const Json* found = take(name)) {
    value(name, into, "true or false", found->is_boolean());
  }
}

void Fields::read(const char* name, int& into) {
  if (const Json* found = take(name)) {
    value(name, into, "a whole number", found->is_number_integer());
  }
}

void Fields::read(const char* name, long long& into) {
  if (const Json* found = take(name)) {
    value(name, into, "a whole number", found->is_number_integer());
  }
}

void Fields::read(const char* name, std::optional<int>& into) {
  if (take(name) != nullptr) {
    read(name, into.emplace());
  }
}

void Fields::read(const char* name, std::optional<bool>& into) {
  if (take(name) != nullptr) {
    read(name, into.emplace());
  }
}

void Fields::read(const char* name, std::optional<std::string>& into) {
  if (take(name) != nullptr) {
    read(name, into.emplace());
  }
}

void Fields::read(const char* name, Time& into) {
  std::string text;
  read(name, text);
  if (!has(name)) {
    return;
  }
  const auto time = parse_rfc3339(text);
  if (!time) {
    fail(name, "a time like 2026-08-31T12:00:00Z or {{time:-3600}} is expected");
  }
  into = *time;
}

void Fields::read(const char* name, std::optional<Time>& into) {
  if (take(name) != nullptr) {
    read(name, into.emplace());
  }
}

void Fields::read(const char* name, std::vector<std::string>& into) {
  if (const Json* found = take(name)) {
    const bool strings =
        found->is_array() && std::ranges::all_of(*found, [](auto& one) { return one.is_string(); });
    value(name, into, "an array of strings", strings);
  }
}

void Fields::read(const char* name, std::map<std::string, std::string>& into) {
  if (const Json* found = take(name)) {
    const bool strings = found->is_object() &&
                         std::ranges::all_of(*found, [](auto& one) { return one.is_string(); });
    value(name, into, "an object of strings", strings);
  }
}

void Fields::read(const char* name, std::map<std::string, int>& into) {
  if (const Json* found = take(name)) {
    const bool numbers = found->is_object() && std::ranges::all_of(*found, [](auto& one) {
                           return one.is_number_integer();
                         });
    value(name, into, "an object of whole numbers", numbers);
  }
}

void Fields::one_of(const char* name,
                    std::string& into,
                    std::initializer_list<std::string_view> words) {
  into = *words.begin();
  read(name, into);
  if (std::ranges::find(words, into) == words.end()) {
    fail(name, fmt::format("one of {} is expected", fmt::join(words, ", ")));
  }
}

void Fields::object(const char* name, const std::function<void(Fields&)>& reader) {
  if (const Json* found = take(name)) {
    Fields fields(*found, place_ + "/" + escaped(name));
    reader(fields);
    fields.done();
  }
}

void Fields::each(const char* name,
                  const std::function<void(const std::string&, Fields&)>& reader) {
  object(name, [&reader](Fields& records) {
    for (const auto& [key, record] : records.value_->items()) {
      records.seen_.insert(key);
      Fields fields(record, records.place_ + "/" + escaped(key));
      reader(key, fields);
      fields.done();
    }
  });
}

void Fields::list(const char* name, const std::function<void(Fields&)>& reader) {
  const Json* found = take(name);
  if (found == nullptr) {
    return;
  }
  if (!found->is_array()) {
    fail(name, "a list of objects is expected");
  }
  std::size_t index = 0;
  for (const Json& item : *found) {
    Fields fields(item, fmt::format("{}/{}/{}", place_, escaped(name), index++));
    reader(fields);
    fields.done();
  }
}

void Fields::either(const char* name,
                    const std::function<void(const std::string&)>& text,
                    const std::function<void(Fields&)>& reader) {
  const Json* found = take(name);
  if (found == nullptr) {
    return;
  }
  if (found->is_string()) {
    text(found->get<std::string>());
  } else {
    object(name, reader);
  }
}

std::string Fields::dump(const char* name) {
  const Json* found = take(name);
  return found == nullptr ? std::string() : found->dump();
}

void Fields::done() const {
  for (const auto& [name, member] : value_->items()) {
    if (!seen_.contains(name)) {
      fail(name.c_str(), "unknown member");
    }
  }
}

void read_strictly(const std::string& json,
                   const std::string& place,
                   const std::function<void(Fields&)>& reader) {
  const Json tree = Json::parse(json, nullptr, false);
  if (tree.is_discarded()) {
    throw ScenarioError(place + ": this is not JSON");
  }
  Fields in(tree, place);
  reader(in);
  in.done();
}

}  // namespace doctor::mock
