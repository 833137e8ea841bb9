#include <algorithm>
#include <utility>

#include "core/document.h"
#include "core/text.h"
#include "intake/base64.h"
#include "intake/messages.h"
#include "intake/origin.h"
#include "intake/readers.h"
#include "intake/text_time.h"

namespace doctor::intake {
namespace {

Headers headers_of(const Node& list) {
  Headers out;
  for (const Node& header : list.items()) {
    out.emplace_back(header["name"].text_or(""), header["value"].text_or(""));
  }
  return out;
}

bool has_authorization(const Headers& headers) {
  return std::ranges::any_of(headers, [](const auto& header) {
    return equal_ignoring_case(header.first, "authorization");
  });
}

/// Why there was no response: browsers write it into members of their own.
void read_failure(const Node& entry, Record& record) {
  for (const Node& node : {entry["response"]["_error"],
                           entry["_error"],
                           entry["response"]["statusText"],
                           entry["comment"]}) {
    if (const auto said = said_in(node.text_or(""))) {
      record.answer = said->record.answer;
      return;
    }
  }
  record.answer.failure = net::Failure::other;
}

void take(const Node& entry, std::size_t number, bool cleaned, const Sink& sink) {
  const Node request = entry["request"];
  const Node response = entry["response"];
  if (!request.is_object() || !response.is_object()) {
    sink.bad(number, "entry without request or response");
    return;
  }
  Record record{
      .kind = Kind::har, .line = number, .at = time_of(entry["startedDateTime"].text_or(""))};
  Exchange exchange{.method = request["method"].text_or(""),
                    .url = request["url"].text_or(""),
                    .request_body = request["postData"]["text"].text_or(""),
                    .status = static_cast<int>(response["status"].integer().value_or(0)),
                    .headers = headers_of(response["headers"]),
                    .body = response["content"]["text"].text_or("")};
  Headers sent = headers_of(request["headers"]);
  // A browser leaves credentials out of what it saves: then their absence tells nothing.
  if (has_authorization(sent) || (!cleaned && !sent.empty())) {
    exchange.request_headers = std::move(sent);
  }
  if (response["content"]["encoding"].text_or("") == "base64") {
    exchange.body = decode_base64(exchange.body).value_or("");
  }
  if (exchange.status < 100 || exchange.status > 599) {
    exchange.status = 0;
    read_failure(entry, record);
  }
  fill(record, std::move(exchange));
  record.origin = origin_of(record, false);
  sink.record(std::move(record));
}

}  // namespace

void read_har(std::string_view text, const Sink& sink) {
  const auto document = Document::parse(trim(text));
  if (!document || !document->root()["log"]["entries"].is_array()) {
    sink.bad(1, "not a HAR document");
    return;
  }
  const Node log = document->root()["log"];
  const bool cleaned = log["creator"]["name"].text_or("") == "WebInspector";
  std::size_t number = 0;
  for (const Node& entry : log["entries"].items()) {
    take(entry, ++number, cleaned, sink);
  }
}

}  // namespace doctor::intake
