#include "bundle/json_filter.h"

#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace doctor::bundle {
namespace {

using Json = nlohmann::json;

constexpr std::size_t deepest = 64;

/// The source, character by character.
struct Feed {
  const Source* source = nullptr;
  std::string_view piece = {};
  std::string error = {};
  bool ended = false;

  bool at_end() {
    while (piece.empty() && !ended) {
      const Result<std::string_view> next = (*source)();
      error = next ? "" : next.error().message;
      ended = !next || next->empty();
      piece = ended ? std::string_view{} : *next;
    }
    return ended;
  }
};

class Characters {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  explicit Characters(Feed* feed) : feed_(feed) {}
  reference operator*() const { return feed_->piece.front(); }
  Characters& operator++() {
    feed_->piece.remove_prefix(1);
    return *this;
  }
  Characters operator++(int) {
    Characters before = *this;
    ++*this;
    return before;
  }
  /// Two are equal when nothing is left: all but the end share one feed.
  bool operator==(const Characters& other) const {
    return (feed_ == nullptr || feed_->at_end()) &&
           (other.feed_ == nullptr || other.feed_->at_end());
  }
  bool operator!=(const Characters& other) const { return !(*this == other); }

 private:
  Feed* feed_;
};

/// Takes the events of the parser, and writes what stays.
class Writer {
 public:
  Writer(Redactor& redactor, const JsonRules& rules, const Sink& to)
      : redactor_(&redactor), rules_(&rules), to_(&to) {}

  // The names are the parser's.
  bool null() { return scalar("null"); }
  bool boolean(bool value) { return scalar(value ? "true" : "false"); }
  bool number_integer(std::int64_t value) { return scalar(fmt::format("{}", value)); }
  bool number_unsigned(std::uint64_t value) { return scalar(fmt::format("{}", value)); }
  bool number_float(double /*value*/, const std::string& text) { return scalar(text); }
  static bool binary(const std::vector<std::uint8_t>& /*value*/) { return false; }
  bool string(const std::string& text);
  bool key(const std::string& name);
  bool start_object(std::size_t /*size*/) { return open('{'); }
  bool start_array(std::size_t /*size*/) { return open('['); }
  bool end_object() { return close('}'); }
  bool end_array() { return close(']'); }
  static bool parse_error(std::size_t /*at*/, const std::string& /*token*/, const std::exception&) {
    return false;
  }

  Result<void> finish();
  const std::string& error() const { return error_; }

 private:
  struct Level {
    bool list = false;
    Keep keep = Keep::nothing;  ///< of the whole
    bool empty = true;          ///< nothing of it is written
    std::size_t path = 0;       ///< length of its own path
  };

  Keep next();
  bool scalar(std::string_view literal);
  bool open(char bracket);
  bool close(char bracket);
  void begin_value();
  bool write(std::string_view text);

  Redactor* redactor_;
  const JsonRules* rules_;
  const Sink* to_;
  std::vector<Level> levels_ = {};
  std::string path_ = {};
  std::string name_ = {};  ///< of the member that comes, as it will be written
  std::string out_ = {};
  bool handed_over_ = false;  ///< a part of it
  std::string error_ = {};
  std::string pair_member_ = {};
  std::optional<std::string> pair_name_ = {};
  std::string pair_value_ = {};
};

/// What is to be done with the value that comes; path_ is its path afterwards.
Keep Writer::next() {
  if (levels_.empty()) {
    return rules_->keep("");
  }
  const Level& level = levels_.back();
  if (level.keep == Keep::nothing || level.keep == Keep::all || level.keep == Keep::pair) {
    return level.keep;
  }
  if (level.list) {
    path_.resize(level.path);
    path_ += "[]";
  }
  return rules_->keep(path_);
}

void Writer::begin_value() {
  if (levels_.empty()) {
    return;
  }
  Level& level = levels_.back();
  out_ += level.empty ? "" : ",";
  level.empty = false;
  if (!level.list) {
    out_ += json_text(name_) + ":";
  }
}

bool Writer::write(std::string_view text) {
  constexpr std::size_t enough = 65536;
  out_ += text;
  if (out_.size() < enough) {
    return true;
  }
  const Result<void> written = (*to_)(out_);
  out_.clear();
  handed_over_ = true;
  if (!written) {
    error_ = written.error().message;
  }
  return written.has_value();
}

bool Writer::key(const std::string& name) {
  const Level& level = levels_.back();
  if (level.keep == Keep::pair) {
    pair_member_ = name;
    return true;
  }
  path_.resize(level.path);
  path_ += (path_.empty() ? "" : ".") + name;
  name_ = level.keep == Keep::all ? redactor_->redact(name) : name;
  return true;
}

bool Writer::scalar(std::string_view literal) {
  const Keep keep = next();
  if (keep != Keep::all && keep != Keep::number) {
    return true;
  }
  begin_value();
  return write(literal);
}

bool Writer::string(const std::string& text) {
  const Keep keep = next();
  if (keep == Keep::pair && !levels_.empty() && levels_.back().keep == Keep::pair) {
    if (pair_member_ == "name") {
      pair_name_ = text;
    } else if (pair_member_ == "value") {
      pair_value_ = text;
    }
    return true;
  }
  if (keep != Keep::all && keep != Keep::text && keep != Keep::special) {
    return true;
  }
  begin_value();
  return write(
      json_text(keep == Keep::special ? rules_->special(path_, text) : redactor_->redact(text)));
}

bool Writer::open(char bracket) {
  if (levels_.size() >= deepest) {
    error_ = "is nested too deep";
    return false;
  }
  Keep keep = next();
  const bool inside_pair = !levels_.empty() && levels_.back().keep == Keep::pair;
  const bool single = keep == Keep::number || keep == Keep::text || keep == Keep::special;
  if (inside_pair || single || (keep == Keep::pair && bracket == '[')) {
    keep = Keep::nothing;  // not what the rule is for
  }
  if (keep == Keep::pair) {
    pair_name_.reset();
    pair_value_.clear();
  }
  bool fine = true;
  if (keep != Keep::nothing) {
    begin_value();
    fine = write({&bracket, 1});
  }
  levels_.push_back({.list = bracket == '[', .keep = keep, .path = path_.size()});
  return fine;
}

bool Writer::close(char bracket) {
  const Level level = levels_.back();
  levels_.pop_back();
  path_.resize(level.path);
  if (level.keep == Keep::nothing) {
    return true;
  }
  if (level.keep == Keep::pair && pair_name_) {
    out_ += fmt::format(R"("name":{},"value":{})",
                        json_text(redactor_->redact(*pair_name_)),
                        json_text(rules_->value_of(path_, *pair_name_, pair_value_)));
  }
  return write({&bracket, 1});
}

Result<void> Writer::finish() {
  const bool nothing = out_.empty() && !handed_over_;  // the whole is not what the rules are for
  out_ += nothing ? "null\n" : "\n";
  return (*to_)(out_);
}

}  // namespace

Result<void> filter_json(const Source& from,
                         Redactor& redactor,
                         const JsonRules& rules,
                         const Sink& to) {
  Feed feed{.source = &from};
  Writer writer{redactor, rules, to};
  const bool read = Json::sax_parse(Characters{&feed}, Characters{nullptr}, &writer);
  if (!feed.error.empty() || !writer.error().empty()) {
    return failure(feed.error.empty() ? writer.error() : feed.error);
  }
  return read ? writer.finish() : failure("is no JSON");
}

std::string json_text(std::string_view text) {
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string size_alone(std::string_view text) {
  return text.empty() ? "" : fmt::format("[{} characters]", text.size());
}

}  // namespace doctor::bundle
