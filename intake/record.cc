#include "intake/record.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "api/problem.h"
#include "api/url.h"
#include "core/document.h"
#include "core/text.h"
#include "intake/echoes.h"
#include "intake/mask.h"
#include "intake/messages.h"
#include "intake/operation.h"
#include "setup/clients.h"
#include "setup/facts.h"
#include "setup/sent.h"

namespace doctor::intake {
namespace {

constexpr std::array<std::string_view, 8> kind_words{
    "auto", "http", "curl", "body", "har", "jsonl", "text", "rpc"};
constexpr std::size_t longest_body = std::size_t{256} * 1024;
constexpr std::size_t longest_sample = 200;

/// Has somebody replaced the value by stars or words?
bool is_redacted(std::string_view value) {
  return value.find("***") != std::string_view::npos || contains_ignoring_case(value, "redacted") ||
         contains_ignoring_case(value, "masked") || contains_ignoring_case(value, "hidden") ||
         contains_ignoring_case(value, "[filtered]") || value.find('<') != std::string_view::npos;
}

void read_authorization(std::string_view value, Record& record) {
  std::string_view credential = trim(value);
  if (credential.empty()) {
    return;
  }
  record.credential_sent = true;
  if (const auto space = credential.find(' '); space != std::string_view::npos) {
    const bool bearer = equal_ignoring_case(credential.substr(0, space), "bearer");
    credential = trim(credential.substr(space));
    if (bearer) {
      record.sent = setup::facts_of_sent_credential(credential, setup::Carried::bearer);
    }
  }
  const api::CredentialKind kind = api::kind_of(credential);
  if (kind == api::CredentialKind::jwt) {
    record.claims = api::read_jwt(credential);
  }
  if (!is_redacted(credential) || kind != api::CredentialKind::unknown) {
    record.credential_kind = kind;
  }
}

void read_exchange(const Exchange& exchange,
                   const Node& sent,
                   const std::string& key,
                   Record& record) {
  record.credential_kind = api::kind_of(key);
  record.credential_sent = true;
  record.agent_id_sent = sent["agent_id"].is_text();
  const bool agent = exchange.url.find("/agent-token") != std::string::npos;
  const bool user = exchange.url.find("/api-key-token") != std::string::npos;
  if (agent || user) {
    record.sent = setup::facts_of_sent_credential(
        key, agent ? setup::Carried::agent_exchange : setup::Carried::user_exchange);
    record.sent.merge(setup::facts_of_sent_agent_id(sent["agent_id"].text_or("")));
  }
}

void read_request(const Exchange& exchange, Record& record) {
  if (exchange.request_headers) {
    record.credential_sent = record.credential_sent.value_or(false);
    for (const auto& [name, value] : *exchange.request_headers) {
      if (equal_ignoring_case(name, "authorization")) {
        read_authorization(value, record);
      } else if (equal_ignoring_case(name, "x-payment") ||
                 equal_ignoring_case(name, "x-shroud-agent-key")) {
        record.credential_sent = true;
      }
    }
  }
  if (exchange.request_body.empty()) {
    return;
  }
  if (const auto body = Document::parse(exchange.request_body)) {
    const Node root = body->root();
    record.rpc_method = root["method"].text_or("");
    if (const auto key = root["api_key"].text()) {
      read_exchange(exchange, root, *key, record);
    } else if (root["password"].exists()) {
      record.credential_sent = true;
    }
  }
}

/// What a refused one was. The hosted server takes the header as it is, blanks and all.
void read_mcp_bearer(const Exchange& exchange, Record& record) {
  constexpr std::string_view scheme = "Bearer ";
  for (const auto& [name, value] : exchange.request_headers.value_or(Headers{})) {
    if (equal_ignoring_case(name, "authorization") &&
        equal_ignoring_case(value.substr(0, scheme.size()), scheme)) {
      record.sent.merge(
          setup::facts_of_sent_mcp_bearer(std::string_view{value}.substr(scheme.size())));
    }
  }
}

/// An access token in the answer is read for its claims and then forgotten.
void read_token(const Exchange& exchange, Record& record) {
  if (exchange.status < 200 || exchange.status >= 300 ||
      exchange.body.find("access_token") == std::string::npos) {
    return;
  }
  const auto body = Document::parse(exchange.body);
  const std::string token = body ? body->root()["access_token"].text_or("") : std::string{};
  if (!token.empty()) {
    record.answer.token_present = true;
    record.answer.token = api::read_jwt(token);
  }
}

/// What the kind of request says of the credential that went along.
void suit_to_operation(const Exchange& exchange, const Route& route, Record& record) {
  if (record.operation == "mcp" && exchange.status >= 400) {
    read_mcp_bearer(exchange, record);
  }
  if (route.operation != "exchange") {
    return;
  }
  if (record.sent.get(setup::fact::credential_use) == setup::word_of(setup::Use::bearer)) {
    record.sent = {};  // what goes along in its header is not what is exchanged
  }
  if (exchange.request_body.empty() && !record.credential_sent.value_or(true)) {
    record.credential_sent.reset();  // the key is in the body, which is not told
  }
}

/// What was asked, and of whom.
void read_place(const Exchange& exchange, Record& record) {
  net::Answer& answer = record.answer;
  answer.method = exchange.method;
  std::ranges::transform(answer.method, answer.method.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  const std::string bare = exchange.url.substr(0, exchange.url.find_first_of("?#"));
  if (const auto url = api::parse_url(bare)) {
    record.host = shown(url->host, 100);
    answer.url = masked_text(api::shown_url(*url));
    record.path = url->path.empty() ? "/" : url->path;
  } else if (bare.starts_with('/')) {
    record.path = bare;
  }
  const Route route = route_of(answer.method, record.path);
  record.operation = record.operation.empty() ? std::string{route.operation} : record.operation;
  suit_to_operation(exchange, route, record);
  record.secret = shown(masked_text(route.secret), 200);
  record.vault = shown(masked_text(route.vault), 64);
  record.path = shown(masked_text(record.path), 200);
}

/// The answer, masked.
void read_answer(Exchange& exchange, Record& record) {
  net::Answer& answer = record.answer;
  answer.status = exchange.status;
  answer.http_version = exchange.http_version;
  for (auto& [name, value] : exchange.headers) {
    const std::string small = lower(name);
    answer.headers.emplace_back(small, is_secret_header(small) ? "****" : masked_text(value));
    if (small == "location") {
      answer.location = masked_text(value);
    }
  }
  exchange.body.resize(std::min(exchange.body.size(), longest_body));
  answer.body = answer.token_present ? std::string{R"({"access_token":"[token]"})"}
                                     : masked_text(exchange.body);
  if (answer.token_present) {
    const auto body = Document::parse(exchange.body);
    const auto expires = body ? body->root()["expires_in"].integer() : std::nullopt;
    answer.body = expires ? fmt::format(R"({{"access_token":"[token]","expires_in":{}}})", *expires)
                          : answer.body;
  }
}

/// A client's or gateway's message in the place of the server's words.
void apply_message(Exchange& exchange, Record& record) {
  if ((exchange.status != 0 && exchange.status < 400) || exchange.body.empty() ||
      !record.message.empty() || !record.facts.empty()) {
    return;
  }
  const api::Problem problem = api::read_problem("", exchange.body);
  const auto said = said_in(problem.detail);
  if (!said || !said->own || said->sentence) {
    return;
  }
  record.message = said->record.message;
  record.facts = said->record.facts;
  record.client = said->record.client;
  if (!record.credential_sent) {
    record.credential_sent = said->record.credential_sent;
  }
  if (exchange.status == 0) {
    exchange.status = said->exchange.status;
  }
  if (exchange.url.empty()) {
    exchange.url = said->exchange.url;
    exchange.method = said->exchange.method;
    record.operation = record.operation.empty() ? said->record.operation : record.operation;
  }
}

std::string summary_of(const Record& record) {
  const net::Answer& answer = record.answer;
  const api::Problem problem = api::read_problem(answer.header("content-type"), answer.body);
  const std::string words = !problem.detail.empty()  ? problem.detail
                            : !problem.title.empty() ? problem.title
                                                     : problem.html_title;
  std::string out = fmt::format("{} {}", answer.method, record.path);
  out = std::string{trim(out)};
  out += out.empty() ? "" : " → ";
  out += answer.status != 0 ? fmt::format("{}", answer.status)
                            : std::string{net::word_of(answer.failure)};
  out += words.empty() ? "" : ": " + words;
  return shown(masked_text(out), longest_sample);
}

}  // namespace

std::string_view word_of(Kind kind) {
  return kind_words.at(static_cast<std::size_t>(kind));
}

std::optional<Kind> kind_named(std::string_view word) {
  const auto* const found = std::ranges::find(kind_words, word);
  if (found == kind_words.end()) {
    return std::nullopt;
  }
  return static_cast<Kind>(found - kind_words.begin());
}

void fill(Record& record, Exchange exchange) {
  take_out_echoes(exchange);
  apply_message(exchange, record);
  read_request(exchange, record);
  read_token(exchange, record);
  read_place(exchange, record);
  read_answer(exchange, record);
  record.answer.sent = true;
  record.answer.credential_sent = record.credential_sent.value_or(true);
  if (record.sample.empty()) {
    record.sample = summary_of(record);
  }
}

bool is_success(const Record& record) {
  return !record.failing && record.answer.failure == net::Failure::none &&
         record.answer.status > 0 && record.answer.status < 400;
}

}  // namespace doctor::intake
