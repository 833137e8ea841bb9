#include "rules/syntax.h"

#include <set>

#include <nlohmann/json.hpp>

namespace doctor::rules {
namespace {

using Json = nlohmann::json;

/// Watches a parse without building anything.
class Watcher : public nlohmann::json_sax<Json> {
 public:
  explicit Watcher(std::vector<std::string>& problems) : problems_(&problems) {}

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(Json::number_integer_t) override { return true; }
  bool number_unsigned(Json::number_unsigned_t) override { return true; }
  bool number_float(Json::number_float_t, const std::string&) override { return true; }
  bool string(std::string&) override { return true; }
  bool binary(Json::binary_t&) override { return true; }
  bool start_object(std::size_t) override {
    members_.emplace_back();
    return true;
  }
  bool key(std::string& name) override {
    if (!members_.back().insert(name).second) {
      problems_->push_back("the member '" + name + "' is written twice in one object");
    }
    return true;
  }
  bool end_object() override {
    members_.pop_back();
    return true;
  }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t position,
                   const std::string& last_token,
                   const Json::exception&) override {
    error_at_ = position;
    last_token_ = last_token;
    return false;
  }

  std::size_t error_at() const { return error_at_; }
  const std::string& last_token() const { return last_token_; }

 private:
  std::vector<std::string>* problems_;
  std::vector<std::set<std::string>> members_;
  std::size_t error_at_ = 0;
  std::string last_token_;
};

/// `position` counts the bytes read, so the culprit is the last of them.
std::string line_and_column(std::string_view text, std::size_t position) {
  std::size_t line = 1;
  std::size_t column = 0;
  for (const char c : text.substr(0, position)) {
    ++column;
    if (c == '\n') {
      ++line;
      column = 0;
    }
  }
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

}  // namespace

std::vector<std::string> syntax_problems(std::string_view text) {
  std::vector<std::string> problems;
  Watcher watcher{problems};
  if (!Json::sax_parse(text, &watcher)) {
    problems.push_back(
        "broken JSON at " + line_and_column(text, watcher.error_at()) +
        (watcher.last_token().empty() ? "" : ", near '" + watcher.last_token() + "'"));
  }
  return problems;
}

}  // namespace doctor::rules
