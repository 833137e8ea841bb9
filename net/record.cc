#include "net/record.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "api/endpoints.h"
#include "api/url.h"
#include "core/text.h"

namespace doctor::net {
namespace {

constexpr std::size_t longest_value = 200;
constexpr std::size_t longest_path = 500;

/// Placeholders whose values are ids that an answer depends on. A device code is a secret.
constexpr std::array<std::string_view, 2> kept_ids{"vault", "agent"};

std::string_view word_of(Credential credential) {
  switch (credential) {
    case Credential::none:
      break;
    case Credential::bearer:
      return "bearer";
    case Credential::exchange_key:
      return "exchange_key";
    case Credential::mcp_bearer:
      return "mcp_bearer";
  }
  return "none";
}

/// No login, no query; empty when it is no URL.
std::string shown_part(std::string_view text) {
  const auto url = api::parse_url(text);
  return url ? shown(api::shown_url(*url), longest_path) : std::string{};
}

}  // namespace

Exchange recorded(std::size_t ticket, const HttpAsk& ask, const Answer& answer) {
  Exchange out{.ticket = ticket,
               .endpoint = ask.endpoint,
               .base = shown_part(ask.base),
               .credential = std::string{word_of(ask.credential)},
               .credential_sent = answer.credential_sent,
               .sent_bytes = ask.json_body.size(),
               .failure = answer.failure == Failure::none
                              ? std::string{}
                              : std::string{net::word_of(answer.failure)},
               .failure_text = shown(answer.failure_text, longest_value),
               .status = answer.status,
               .http_version = answer.http_version,
               .redirect_to = shown_part(answer.location),
               .body_bytes = answer.body.size(),
               .members = telling_members_of(answer.body),
               .remote_address = answer.remote_address,
               .proxied = answer.proxied,
               .started_ms = answer.started_ms,
               .total_ms = answer.timing.total};
  if (const api::Endpoint* const endpoint = api::find_endpoint(ask.endpoint)) {
    out.method = api::name_of(endpoint->method);
    out.path = endpoint->path;
  }
  for (const auto& [name, value] : ask.path_values) {
    if (std::ranges::find(kept_ids, name) != kept_ids.end()) {
      out.ids.emplace_back(name, shown(value, longest_value));
    }
  }
  for (const auto& [name, value] : ask.query) {
    out.query.push_back(name);
  }
  for (const auto& [name, value] : answer.headers) {
    if (is_telling_header(name)) {
      out.headers.emplace_back(name, shown(value, longest_value));
    } else {
      ++out.other_headers;
    }
  }
  return out;
}

Exchange recorded_open(std::size_t ticket, const HttpAsk& ask) {
  Exchange out = recorded(ticket, ask, Answer{});
  out.failure = "ended";
  return out;
}

}  // namespace doctor::net
