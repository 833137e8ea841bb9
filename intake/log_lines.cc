#include "intake/log_lines.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "core/text.h"
#include "intake/lines.h"
#include "intake/mask.h"
#include "intake/messages.h"
#include "intake/origin.h"
#include "intake/text_time.h"

namespace doctor::intake {
namespace {

constexpr std::size_t longest_sample = 200;

std::string url_of(const Fields& fields) {
  const std::string& url = fields.of(Role::url);
  const std::string& path = fields.of(Role::path);
  const std::string& host = fields.of(Role::host);
  if (url.starts_with("http://") || url.starts_with("https://")) {
    return url;
  }
  std::string target = url.starts_with('/') ? url : path.starts_with('/') ? path : "";
  // `host` is often the machine that writes the log.
  if (host.empty() ||
      (!is_our_host(host.substr(0, host.find(':'))) && host.find('.') == std::string::npos)) {
    return target;
  }
  return "https://" + host + target;
}

/// The body of the answer: as logged, or put together from its members.
std::string body_of(const Fields& fields) {
  const std::string& body = fields.of(Role::body);
  return !body.empty() && (trim(body).starts_with('{') || trim(body).starts_with('<'))
             ? body
             : fields.envelope();
}

/// What the fields say of the exchange, but for the body of its answer.
Exchange exchange_of(const Fields& fields) {
  Exchange out{.method = fields.of(Role::method),
               .url = url_of(fields),
               .request_body = fields.request_body(),
               .status = fields.status(),
               .headers = fields.headers()};
  if (fields.has(Role::authorization)) {
    out.request_headers = Headers{{"authorization", fields.of(Role::authorization)}};
  }
  if (fields.has(Role::retry_after)) {
    out.headers.emplace_back("retry-after", fields.of(Role::retry_after));
  }
  return out;
}

/// A failing status whose body was not logged: the message stands for it.
void read_message(const std::string& message, Exchange& exchange, Record& record) {
  const auto said = said_in(message);
  const bool has_body = said && !said->exchange.body.empty();
  exchange.body = has_body ? said->exchange.body
                           : nlohmann::json{{"detail", message}}.dump(
                                 -1, ' ', false, nlohmann::json::error_handler_t::replace);
  if (said) {
    record.facts = said->record.facts;
    record.message = said->record.message;
    record.operation = exchange.url.empty() ? said->record.operation : "";
  }
}

/// A line without a status: what its message says. False when it is an ordinary line of a log.
bool read_statusless(const std::string& message, bool hint, Exchange& exchange, Record& record) {
  const auto said = message.empty() ? std::nullopt : said_in(message);
  if (!said || !(said->own || hint)) {
    return !exchange.body.empty();
  }
  const std::size_t line = record.line;
  record = said->record;
  record.kind = Kind::jsonl;
  record.line = line;
  record.origin = Origin::ours;
  Exchange told = said->exchange;
  told.url = told.url.empty() ? exchange.url : told.url;
  told.request_headers = std::move(exchange.request_headers);
  told.headers.insert(told.headers.end(), exchange.headers.begin(), exchange.headers.end());
  exchange = std::move(told);
  return true;
}

/// A change of a policy explains what comes after it.
bool may_change_policy(const Fields& fields) {
  const auto names_one = [&fields](Role role) {
    return fields.of(role).find("polic") != std::string::npos;
  };
  return !equal_ignoring_case(fields.of(Role::method), "get") &&
         (names_one(Role::url) || names_one(Role::path));
}

}  // namespace

void LogLines::take(std::string_view line,
                    std::size_t slack,
                    std::size_t number,
                    const Sink& sink) {
  const char* const end = line.data() + line.size();
  line = trim(line);
  if (line.empty()) {
    return;
  }
  if (!line.starts_with('{')) {
    // Container runtimes and shippers put something before the JSON.
    const auto brace = line.find('{');
    constexpr std::size_t longest_prefix = 120;
    if (brace > longest_prefix) {
      sink.bad(number, "not a JSON object");
      return;
    }
    line = line.substr(brace);
  }
  slack += static_cast<std::size_t>(end - (line.data() + line.size()));
  if (!reader_.read(line, slack)) {
    sink.bad(number, "not JSON");
    return;
  }
  give(line, number, sink);
}

void LogLines::give(std::string_view line, std::size_t number, const Sink& sink) {
  const Fields& fields = reader_.fields();
  const int status = fields.status();
  const std::string& message = fields.of(Role::message);
  // Most of a log: what went well, and what is no exchange at all.
  if (sink.passed && status > 0 && status < 400 && !may_change_policy(fields)) {
    sink.passed();
    return;
  }
  const bool hint = names_1claw(line);
  if (status == 0 && !hint && (message.empty() || !is_telling(message))) {
    return;
  }
  key_ = hint ? "+" : "-";
  fields.append_key(key_);
  if (const auto* const known = known_.find(key_)) {
    give_again(*known, number, time_of(fields.of(Role::time)), sink);
    return;
  }
  Record record{.kind = Kind::jsonl, .line = number};
  Exchange exchange = exchange_of(fields);
  if (status >= 400 || (status == 0 && hint)) {
    exchange.body = body_of(fields);
  } else {
    exchange.body = fields.of(Role::body);  // a success in name only says so here
  }
  if (status == 0 && !read_statusless(message, hint, exchange, record)) {
    return;
  }
  if (status >= 400 && exchange.body.empty() && !message.empty()) {
    read_message(message, exchange, record);
  }
  record.at = time_of(fields.of(Role::time));
  record.agent = shown(masked_text(fields.of(Role::agent)), 64);
  const bool stated = record.origin == Origin::ours;
  fill(record, std::move(exchange));
  record.origin = stated ? Origin::ours : origin_of(record, hint);
  if (record.sample.empty()) {
    record.sample = shown(masked_text(line), longest_sample);
  }
  record.alike = std::hash<std::string>{}(key_);
  const auto shared = std::make_shared<const Record>(std::move(record));
  known_.add(key_, shared);
  give_again(shared, number, shared->at, sink);
}

void read_log(std::string_view text, const Sink& sink) {
  LogLines log;
  const std::string_view whole = trim(text);
  if (whole.starts_with('[')) {
    const auto list = nlohmann::json::parse(whole.begin(), whole.end(), nullptr, false);
    if (list.is_array()) {
      std::size_t number = 0;
      for (const auto& item : list) {
        log.take(
            item.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), 0, ++number, sink);
      }
      return;
    }
  }
  // One record may be written over several lines.
  if (nlohmann::json::accept(whole.begin(), whole.end())) {
    log.take(whole, 0, 1, sink);
    return;
  }
  for (Lines lines{text}; lines.next();) {
    log.take(lines.line(), lines.behind(), lines.number(), sink);
  }
}

}  // namespace doctor::intake
