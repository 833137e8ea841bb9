#include <optional>
#include <utility>

#include <re2/re2.h>

#include "core/text.h"
#include "intake/lines.h"
#include "intake/origin.h"
#include "intake/readers.h"

namespace doctor::intake {
namespace {

/// `12:34:56.123456 ` of --trace-time.
std::string_view without_time(std::string_view line) {
  static const RE2 stamp{R"(^(\d\d:\d\d:\d\d\.\d+ ))"};
  std::string found;
  if (RE2::PartialMatch({line.data(), line.size()}, stamp, &found)) {
    line.remove_prefix(found.size());
  }
  return line;
}

/// `0040: text` of --trace-ascii; nullopt when the line is none.
std::optional<std::string_view> traced(std::string_view line) {
  const auto colon = line.find(": ");
  const bool bare = line.size() >= 5 && line.back() == ':' && line.size() <= 9;
  const auto digits = colon == std::string_view::npos && bare ? line.size() - 1 : colon;
  if (digits == std::string_view::npos || digits < 4 || digits > 8 ||
      line.substr(0, digits).find_first_not_of("0123456789abcdef") != std::string_view::npos) {
    return std::nullopt;
  }
  return bare && colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 2);
}

class CurlText {
 public:
  explicit CurlText(const Sink& sink) : sink_(sink) {}

  void take(std::string_view raw, std::size_t number) {
    const std::string_view line = without_time(raw);
    if (line.starts_with("=> ") || line.starts_with("<= ") || line.starts_with("== Info")) {
      section_ = section_of(line);
    } else if (section_ == Section::off) {
      take_verbose(line, number);
    } else if (const auto text = traced(line)) {
      take_traced(*text, number);
    }
  }

  void finish() {
    if (exchange_.status >= 200 && !is_tunnel()) {
      Record record{.kind = Kind::curl, .line = line_};
      fill(record, exchange_);
      record.origin = origin_of(record, false);
      sink_.record(std::move(record));
      ++given_;
    }
    exchange_.status = 0;
    exchange_.headers.clear();
    exchange_.body.clear();
    in_body_ = false;
  }

  std::size_t given() const { return given_; }

 private:
  enum class Section { off, none, request, response, body, request_body };

  static Section section_of(std::string_view line) {
    return line.starts_with("=> Send header")   ? Section::request
           : line.starts_with("<= Recv header") ? Section::response
           : line.starts_with("<= Recv data")   ? Section::body
           : line.starts_with("=> Send data")   ? Section::request_body
                                                : Section::none;
  }

  void take_verbose(std::string_view line, std::size_t number) {
    if (line.starts_with("> ") || line == ">") {
      take_request(line.size() > 2 ? line.substr(2) : std::string_view{}, number);
    } else if (line.starts_with("< ") || line == "<") {
      take_response(line.size() > 2 ? line.substr(2) : std::string_view{}, number);
    } else if (auto command = curl_command(line); command && (!in_body_ || is_typed(line))) {
      finish();  // the next command of the session
      typed_body_ = std::move(command->request_body);
    } else if (in_body_ && !is_noise(line)) {
      exchange_.body += std::string{line} + "\n";
    }
  }

  /// At a prompt, or alone: an answer's body may speak of curl, too.
  static bool is_typed(std::string_view line) {
    const std::string_view prompt = trim(line.substr(0, line.find("curl ")));
    return prompt.empty() || std::string_view{"$#%>"}.find(prompt.back()) != std::string_view::npos;
  }
  static bool is_noise(std::string_view line) {
    return line.starts_with("* ") || line.starts_with("{ [") || line.starts_with("} [") ||
           line.starts_with("curl: (") || line.starts_with("  % Total") ||
           line.starts_with("                                 Dload");
  }
  bool is_tunnel() const { return exchange_.method == "CONNECT"; }

  void take_traced(std::string_view text, std::size_t number) {
    switch (section_) {
      case Section::request:
        take_request(text, number);
        break;
      case Section::response:
        take_response(text, number);
        break;
      case Section::body:
        exchange_.body += text;
        break;
      case Section::request_body:
        exchange_.request_body += text;
        break;
      case Section::off:
      case Section::none:
        break;
    }
  }

  void take_request(std::string_view line, std::size_t) {
    if (auto request = request_line(line)) {
      finish();
      exchange_ = {.method = std::move(request->method),
                   .url = std::move(request->target),
                   .request_headers = Headers{}};
      if (!is_tunnel()) {
        exchange_.request_body = std::exchange(typed_body_, {});
      }
    } else if (auto header = header_line(line); header && exchange_.request_headers) {
      if (equal_ignoring_case(header->first, "host") && exchange_.url.starts_with('/')) {
        exchange_.url = "https://" + header->second + exchange_.url;
      }
      exchange_.request_headers->push_back(std::move(*header));
    }
  }

  void take_response(std::string_view line, std::size_t number) {
    if (const auto status = status_line(line)) {
      if (exchange_.status != 0) {
        finish();
      }
      exchange_.status = status->status;
      exchange_.http_version = status->version;
      line_ = number;
      in_body_ = false;
    } else if (trim(line).empty()) {
      in_body_ = true;
    } else if (auto header = header_line(line)) {
      exchange_.headers.push_back(std::move(*header));
    }
  }

  const Sink& sink_;
  Exchange exchange_;
  std::string typed_body_;  ///< of the command whose request is yet to come
  Section section_ = Section::off;
  bool in_body_ = false;
  std::size_t line_ = 0;
  std::size_t given_ = 0;
};

}  // namespace

void read_curl(std::string_view text, const Sink& sink) {
  CurlText reader{sink};
  for (Lines lines{text}; lines.next();) {
    reader.take(lines.line(), lines.number());
  }
  reader.finish();
  if (reader.given() == 0) {
    read_text(text, sink);  // no answer came: what went wrong stands in curl's own words
  }
}

}  // namespace doctor::intake
