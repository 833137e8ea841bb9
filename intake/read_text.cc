#include <algorithm>
#include <vector>

#include <re2/re2.h>

#include "api/hosts.h"
#include "api/url.h"
#include "core/document.h"
#include "core/text.h"
#include "intake/lines.h"
#include "intake/mask.h"
#include "intake/messages.h"
#include "intake/origin.h"
#include "intake/readers.h"
#include "intake/text_part.h"
#include "intake/text_time.h"

namespace doctor::intake {
namespace {

constexpr std::size_t short_text = std::size_t{8} * 1024;
constexpr std::size_t neighbourhood = 12;  ///< lines for which a name of 1Claw counts
constexpr std::size_t longest_looked_at = std::size_t{64} * 1024;  ///< of a line
constexpr std::size_t longest_sample = 200;

struct Found {
  Said said;
  std::size_t line = 0;
  bool hint = false;  ///< 1Claw is named near it
};

/// The host or address that the line names beside the message.
std::string host_in(std::string_view line) {
  static const RE2 url{
      R"((?i)\b(?:https?|wss?|postgres(?:ql)?|mysql|redis|amqp|mongodb(?:\+srv)?)://(?:[^\s/"'@]*@)?(\[[0-9a-f:]+\]|[a-z0-9._-]+))"};
  static const RE2 address{
      R"((?i)\b(?:host(?:name)?[=:]\s*'?|connect(?:ion)? (?:to )?|refused |ECONNREFUSED |ETIMEDOUT |ECONNRESET |dial tcp )(\[[0-9a-f:]+\]|[a-z0-9-]+(?:\.[a-z0-9-]+)+|localhost)\b)"};
  std::string host;
  if (RE2::PartialMatch({line.data(), line.size()}, url, &host) ||
      RE2::PartialMatch({line.data(), line.size()}, address, &host)) {
    return lower(host);
  }
  return {};
}

std::string port_in(std::string_view line) {
  static const RE2 port{R"((?:127\.0\.0\.1|localhost|::1\]?):(\d{2,5})\b)"};
  std::string out;
  RE2::PartialMatch({line.data(), line.size()}, port, &out);
  return out;
}

/// Ports on which a 1Claw client or server may listen on this machine (handbook of hosts).
bool is_our_port(const std::string& port) {
  return port == "8443" || port == "8080" || port == "9001";
}

/// Words that are quoted or reported, and not part of a sentence about them.
bool is_reported(std::string_view line, std::size_t begin) {
  const std::string_view before = trim(line.substr(0, begin));
  if (before.empty()) {
    return true;
  }
  constexpr std::string_view marks = ":=\"'>([{|,-.`\\]";
  if (marks.find(before.back()) != std::string_view::npos ||
      static_cast<unsigned char>(before.back()) >= 0x80) {
    return true;
  }
  static const RE2 reporting{
      R"((?i)(\b[1-5]\d\d|error|err|failed|failure|forbidden|unauthorized|exception|msg|message|detail|fatal|warn|warning|info|got|says|said|returned|response)\)?$)"};
  return RE2::PartialMatch({before.data(), before.size()}, reporting);
}

/// Is the message about all there is?
bool fills(std::string_view text, const Said& said) {
  constexpr std::size_t room = 48;
  return text.size() <= said.end - said.begin + room;
}

enum class Whose { ours, others, nobodys };

Whose whose(const Found& found, std::string_view line, std::string_view text, bool is_short) {
  const Said& said = found.said;
  std::string host = said.host;
  if (host.empty()) {
    const auto url = api::parse_url(said.exchange.url.substr(0, said.exchange.url.find('?')));
    host = url ? url->host : host_in(line);
  }
  const bool named_here = names_1claw(line);
  if (!host.empty() && is_our_host(host)) {
    return Whose::ours;
  }
  if (said.own) {
    return !said.sentence || is_reported(line, said.begin) || named_here ? Whose::ours
                                                                         : Whose::nobodys;
  }
  if (!host.empty()) {
    const bool near = api::is_loopback(host) && found.hint && is_our_port(port_in(line));
    const bool routed = said.exchange.url.find("/v1/vaults/") != std::string::npos ||
                        said.exchange.url.find("/v1/auth/agent-token") != std::string::npos ||
                        said.exchange.url.find("/v1/auth/api-key-token") != std::string::npos;
    return named_here || near || routed ? Whose::ours : Whose::others;
  }
  if (said.exchange.url.starts_with("/v1/")) {
    return Whose::ours;
  }
  if (found.hint && (said.exchange.status == 0 || is_reported(line, said.begin))) {
    return Whose::ours;
  }
  if (is_short && said.alone && fills(trim(text), said) && is_reported(line, said.begin)) {
    return Whose::ours;
  }
  return Whose::others;
}

/// A problem body inside a line: `… failed: {"title": …, "status": 403, …}`.
std::optional<Said> body_in(std::string_view line) {
  const auto from = line.find('{');
  const auto to = from == std::string_view::npos ? from : line.rfind('}');
  if (from == std::string_view::npos || to == std::string_view::npos || to < from) {
    return std::nullopt;
  }
  const std::string_view body = line.substr(from, to - from + 1);
  if (body.find("\"status\"") == std::string_view::npos &&
      body.find("\"x402Version\"") == std::string_view::npos) {
    return std::nullopt;
  }
  const auto document = Document::parse(body);
  const Node root = document ? document->root() : Node{};
  const auto status = root["status"].integer();
  const bool problem = status && *status >= 400 && *status <= 599 &&
                       (root["detail"].is_text() || root["title"].is_text());
  if (!problem && !root["x402Version"].exists()) {
    return std::nullopt;
  }
  Said said{.alone = true, .begin = from, .end = to + 1};
  said.exchange.status = problem ? static_cast<int>(*status) : 402;
  said.exchange.body = std::string{body};
  apply_sentence(root["detail"].text_or(""), said.record, said.exchange);
  return said;
}

void add_url(std::string_view line, Said& said) {
  static const RE2 url{R"((https?://[^\s"'<>)\]}]+))"};
  static const RE2 method{R"(\b(GET|POST|PUT|PATCH|DELETE|HEAD)\b)"};
  static const RE2 status{R"((?i)(?:status(?: ?code)?|http|code|\()[\s"'=:/]{0,4}([45]\d\d)\b)"};
  std::string text;
  if (said.exchange.url.empty() && RE2::PartialMatch({line.data(), line.size()}, url, &text)) {
    said.exchange.url = text;
  }
  if (said.exchange.method.empty() &&
      RE2::PartialMatch({line.data(), line.size()}, method, &text)) {
    said.exchange.method = text;
  }
  if (said.exchange.status == 0 && said.record.answer.failure == net::Failure::none &&
      said.record.facts.empty() && RE2::PartialMatch({line.data(), line.size()}, status, &text)) {
    said.exchange.status = std::stoi(text);
  }
}

class Text {
 public:
  Text(const TextPart& part, const Sink& sink, bool is_short)
      : part_(part),
        text_(part.text),
        sink_(sink),
        short_(is_short),
        whole_hint_(short_ && names_1claw(part.text)),
        named_at_(part.named_at) {}

  void run() {
    for (Lines lines{text_, part_.first_line}; lines.next();) {
      take(lines.line().substr(0, longest_looked_at), lines.number());
    }
    if (short_) {
      merge();
    }
    for (Found& found : found_) {
      give(std::move(found));
    }
  }

  std::size_t given() const { return given_; }

 private:
  void take(std::string_view line, std::size_t number) {
    if (!is_telling(line) && line.find('{') == std::string_view::npos) {
      return;
    }
    if (names_1claw(line)) {
      named_at_ = number;
    }
    std::optional<Said> said = body_in(line);
    if (!said) {
      said = said_in(line);
    }
    if (!said) {
      return;
    }
    Found found{.said = std::move(*said), .line = number};
    found.hint = whole_hint_ || (named_at_ != 0 && number - named_at_ <= neighbourhood);
    const Whose owner = whose(found, line, text_, short_);
    if (owner == Whose::nobodys) {
      return;
    }
    add_url(line, found.said);
    found.said.record.at = time_in(line);
    found.said.record.sample = shown(masked_text(trim(line)), longest_sample);
    found.said.record.origin = owner == Whose::ours ? Origin::ours : Origin::foreign;
    if (short_) {
      found_.push_back(std::move(found));
    } else {
      give(std::move(found));
    }
  }

  /// One error is often told several times: by the exception, its cause and the body.
  void merge();

  void give(Found found) {
    Record& record = found.said.record;
    record.kind = Kind::text;
    record.line = found.line;
    const std::string secret = record.secret;
    const bool failed = record.answer.failure != net::Failure::none;
    const bool stated = !record.facts.empty() || !record.message.empty();
    if (!failed && !stated && found.said.exchange.status == 0) {
      return;
    }
    if (failed && found.said.exchange.url.empty() && !found.said.host.empty()) {
      found.said.exchange.url = "https://" + found.said.host;
    }
    fill(record, std::move(found.said.exchange));
    record.secret = secret.empty() ? record.secret : shown(masked_text(secret), 200);
    ++given_;
    sink_.record(std::move(record));
  }

  const TextPart& part_;
  std::string_view text_;
  const Sink& sink_;
  bool short_;
  bool whole_hint_ = false;
  std::size_t named_at_ = 0;
  std::size_t given_ = 0;
  std::vector<Found> found_;
};

bool is_transport(const Found& found) {
  return found.said.record.answer.failure != net::Failure::none;
}

/// Do both tell of the same HTTP answer? Then `a` takes over what only `b` tells.
bool joined(Found& a, const Found& b) {
  Exchange& one = a.said.exchange;
  const Exchange& two = b.said.exchange;
  const bool near = b.line - a.line <= neighbourhood;
  const bool same_status = one.status == two.status || one.status == 0 || two.status == 0;
  const bool both_told = !one.body.empty() && !two.body.empty() && one.body != two.body;
  const bool both_asked = !one.url.empty() && !two.url.empty() && one.url != two.url;
  if (!near || is_transport(a) || is_transport(b) || !same_status || both_told || both_asked) {
    return false;
  }
  const bool fact_only = one.status == 0 && two.status == 0;
  if (fact_only) {
    return false;
  }
  one.status = one.status == 0 ? two.status : one.status;
  one.body = one.body.empty() ? two.body : one.body;
  one.url = one.url.empty() ? two.url : one.url;
  one.method = one.method.empty() ? two.method : one.method;
  Record& record = a.said.record;
  const Record& other = b.said.record;
  record.message = record.message.empty() ? other.message : record.message;
  record.operation = record.operation.empty() ? other.operation : record.operation;
  record.facts.merge(other.facts);
  record.origin = std::max(record.origin, other.origin);
  return true;
}

void Text::merge() {
  std::vector<Found> kept;
  // Of several tales of a broken way the most telling one, which stands first in the table.
  const Found* telling = nullptr;
  for (const Found& found : found_) {
    const bool better =
        telling == nullptr ||
        std::pair{found.said.record.origin == Origin::foreign, found.said.rank} <
            std::pair{telling->said.record.origin == Origin::foreign, telling->said.rank};
    if (is_transport(found) && better) {
      telling = &found;
    }
  }
  const bool strong =
      std::ranges::any_of(found_, [](const Found& found) { return !found.said.weak; });
  for (Found& found : found_) {
    const bool spare = (is_transport(found) && &found != telling) || (found.said.weak && strong);
    if (spare) {
      continue;
    }
    if (kept.empty() || !joined(kept.back(), found)) {
      kept.push_back(std::move(found));
    }
  }
  found_ = std::move(kept);
}

}  // namespace

void read_part(const TextPart& part, const Sink& sink) {
  Text{part, sink, false}.run();
}

std::size_t last_named(const TextPart& part) {
  std::string_view rest = part.text;
  std::size_t number = part.first_line + lines_in(rest);
  if (rest.ends_with('\n')) {
    rest.remove_suffix(1);
    --number;
  }
  for (std::size_t i = 0; i <= neighbourhood && !rest.empty(); ++i, --number) {
    const auto end = rest.rfind('\n');
    const std::size_t begin = end == std::string_view::npos ? 0 : end + 1;
    if (names_1claw(rest.substr(begin, longest_looked_at))) {
      return number;
    }
    rest = rest.substr(0, begin == 0 ? 0 : end);
  }
  return part.named_at;
}

void give_unknown_text(std::string_view text, const Sink& sink) {
  Record record{.kind = Kind::text, .line = 1, .origin = Origin::foreign};
  Lines lines{trim(text)};
  lines.next();
  record.sample = shown(masked_text(lines.line().substr(0, longest_looked_at)), longest_sample);
  sink.record(std::move(record));
}

void read_text(std::string_view text, const Sink& sink) {
  const TextPart part{.text = text};
  Text reader{part, sink, text.size() <= short_text};
  reader.run();
  if (reader.given() == 0 && !trim(text).empty()) {
    give_unknown_text(text, sink);
  }
}

}  // namespace doctor::intake
