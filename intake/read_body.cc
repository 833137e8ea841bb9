#include "api/problem.h"
#include "core/document.h"
#include "core/text.h"
#include "intake/lines.h"
#include "intake/messages.h"
#include "intake/origin.h"
#include "intake/readers.h"

namespace doctor::intake {
namespace {

void take(std::string_view body, std::size_t line, const Sink& sink) {
  Record record{.kind = Kind::body, .line = line};
  Exchange exchange{.body = std::string{body}};
  if (const auto document = Document::parse(body)) {
    const auto status = document->root()["status"].integer();
    if (status && *status >= 100 && *status <= 599) {
      exchange.status = static_cast<int>(*status);
    } else if (document->root()["x402Version"].exists() || document->root()["accepts"].is_array()) {
      exchange.status = 402;
    }
  }
  const api::Problem problem = api::read_problem("", body);
  apply_sentence(problem.detail.empty() ? problem.title : problem.detail, record, exchange);
  if (exchange.status == 0) {
    exchange.status = status_of_words(problem.type, problem.title);
  }
  fill(record, std::move(exchange));
  record.origin = origin_of(record, names_1claw(body));
  sink.record(std::move(record));
}

}  // namespace

void read_body(std::string_view text, const Sink& sink) {
  const std::string_view whole = trim(text);
  if (whole.empty()) {
    return;
  }
  if (Document::parse(whole) || (whole.front() != '{' && whole.front() != '[')) {
    take(whole, 1, sink);
    return;
  }
  // One a line, then.
  bool any = false;
  for (Lines lines{text}; lines.next();) {
    const std::string_view line = trim(lines.line());
    if (Document::parse(line)) {
      take(line, lines.number(), sink);
      any = true;
    } else if (any && !line.empty()) {
      sink.bad(lines.number(), "not JSON");
    }
  }
  if (!any) {
    read_text(text, sink);  // half a body still holds its words
  }
}

}  // namespace doctor::intake
