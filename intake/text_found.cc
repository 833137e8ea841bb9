#include "intake/text_found.h"

#include <string>

#include <re2/re2.h>

#include "api/hosts.h"
#include "api/url.h"
#include "core/document.h"
#include "core/text.h"
#include "intake/origin.h"

namespace doctor::intake {
namespace {

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

}  // namespace

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

}  // namespace doctor::intake
