#include <utility>

#include "core/text.h"
#include "intake/lines.h"
#include "intake/origin.h"
#include "intake/readers.h"

namespace doctor::intake {
namespace {

/// Reads requests and responses line by line; a response ends where the next message begins.
class HttpText {
 public:
  explicit HttpText(const Sink& sink) : sink_(sink) {}

  void take(std::string_view line, std::size_t number) {
    if (const auto status = status_line(line)) {
      finish();
      exchange_.status = status->status;
      exchange_.http_version = status->version;
      exchange_.headers.clear();
      exchange_.body.clear();
      line_ = number;
      part_ = Part::headers;
    } else if (auto request = request_line(line)) {
      finish();
      exchange_ = {.method = std::move(request->method),
                   .url = std::move(request->target),
                   .request_headers = Headers{}};
      part_ = Part::request;
    } else if (auto command = curl_command(line); command && part_ != Part::headers) {
      finish();
      exchange_ = std::move(*command);
      part_ = Part::before;
    } else {
      take_inside(line);
    }
  }

  void finish() {
    if (exchange_.status == 0) {
      return;
    }
    const int status = exchange_.status;
    const bool interim = status < 200 || (status == 200 && is_tunnel());
    if (!interim) {
      Record record{.kind = Kind::http, .line = line_};
      fill(record, exchange_);
      record.origin = origin_of(record, false);
      sink_.record(std::move(record));
    }
    exchange_.status = 0;
  }

 private:
  enum class Part { before, request, request_body, headers, body };

  void take_inside(std::string_view line) {
    switch (part_) {
      case Part::before:
        break;
      case Part::request:
        if (trim(line).empty()) {
          part_ = Part::request_body;
        } else if (auto header = header_line(line)) {
          take_request_header(std::move(*header));
        }
        break;
      case Part::request_body:
        exchange_.request_body += std::string{line} + "\n";
        break;
      case Part::headers:
        if (trim(line).empty()) {
          part_ = Part::body;
        } else if (auto header = header_line(line)) {
          exchange_.headers.push_back(std::move(*header));
        } else {
          part_ = Part::body;  // somebody lost the empty line
          exchange_.body += std::string{line} + "\n";
        }
        break;
      case Part::body:
        exchange_.body += std::string{line} + "\n";
        break;
    }
  }

  void take_request_header(std::pair<std::string, std::string> header) {
    if (equal_ignoring_case(header.first, "host") && exchange_.url.starts_with('/')) {
      exchange_.url = "https://" + header.second + exchange_.url;
    }
    exchange_.request_headers->push_back(std::move(header));
  }

  /// `HTTP/1.1 200 Connection established` of a proxy: no header, no body, and more to come.
  bool is_tunnel() const {
    return exchange_.headers.empty() && trim(exchange_.body).empty() && exchange_.method.empty();
  }

  const Sink& sink_;
  Exchange exchange_;
  std::size_t line_ = 0;
  Part part_ = Part::before;
};

}  // namespace

void read_http(std::string_view text, const Sink& sink) {
  HttpText reader{sink};
  for (Lines lines{text}; lines.next();) {
    reader.take(lines.line(), lines.number());
  }
  reader.finish();
}

}  // namespace doctor::intake
