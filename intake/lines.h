#pragma once
// What readers of text share: lines with their numbers, and pieces of HTTP in them.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "intake/record.h"

namespace doctor::intake {

/// Lines of a text, without CR and LF, numbered from `first`.
class Lines {
 public:
  explicit Lines(std::string_view text, std::size_t first = 1) : rest_(text), number_(first - 1) {}
  /// False at the end.
  bool next();
  std::string_view line() const { return line_; }
  /// How many bytes of the text lie behind the line.
  std::size_t behind() const {
    return static_cast<std::size_t>(rest_.data() + rest_.size() - (line_.data() + line_.size()));
  }
  /// How many bytes of the text lie behind the line and its end.
  std::size_t left() const { return rest_.size(); }
  std::size_t number() const { return number_; }

 private:
  std::string_view rest_;
  std::string_view line_;
  std::size_t number_;
};

/// How many lines end in the text. Several times as quick as std::count.
std::size_t lines_in(std::string_view text);

struct StatusLine {
  std::string version;
  int status = 0;
};
/// `HTTP/1.1 403 Forbidden`
std::optional<StatusLine> status_line(std::string_view line);
struct RequestLine {
  std::string method;
  std::string target;
};
/// `GET /v1/vaults HTTP/2`
std::optional<RequestLine> request_line(std::string_view line);
/// `name: value`
std::optional<std::pair<std::string, std::string>> header_line(std::string_view line);

/// What a curl command line asks: `curl -X PUT -H 'Authorization: …' https://…`, with any prompt
/// before it. nullopt when the line is none.
std::optional<Exchange> curl_command(std::string_view line);

}  // namespace doctor::intake
