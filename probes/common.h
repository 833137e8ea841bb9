#pragma once
// What the probes of the catalogue share: building API questions, reading any API answer.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/document.h"
#include "probes/facts/request.h"
#include "probes/probe.h"

namespace doctor::probes {

/// Base URL as the examined client would use it, without trailing slash.
std::string base_url(const Known& known);

/// How the configured credential becomes a Bearer.
enum class AuthRoute {
  none,            ///< there is none worth sending
  exchange_agent,  ///< POST /v1/auth/agent-token
  exchange_user,   ///< POST /v1/auth/api-key-token
  direct,          ///< it is a Bearer itself
};
AuthRoute auth_route(const Known& known);

/// Set when the API host cannot be asked at all.
std::optional<Skip> no_way(const Known& known);
/// Set when there is no way, or no token to ask with.
std::optional<Skip> no_token(const Known& known);

/// A request to the examined API, with the base URL that its client would use.
net::HttpAsk api_ask(const Known& known,
                     std::string_view endpoint,
                     net::Credential credential,
                     std::vector<std::pair<std::string, std::string>> path_values = {});
/// A Bearer question, or the reason for none.
Question authenticated(const Known& known,
                       std::string_view endpoint,
                       std::vector<std::pair<std::string, std::string>> path_values = {});

/// The principal, from the token's claims, else from the kind of credential.
std::string principal_kind(const Known& known);  ///< agent, user, platform, or empty

/// What any answer tells, before its meaning: the fields of RequestFacts.
struct Reading {
  int status = 0;
  std::string failure;
  std::string stage;
  std::string media;
  bool recognised = false;
  std::string problem_type;
  std::string detail;
  bool quota_headers = false;
  std::optional<std::int64_t> retry_after;
  bool credential_sent = false;
};
/// `success_is_known`: a 2xx body had the documented shape.
Reading read_answer(const net::Answer& answer, bool success_is_known);
bool has_quota_headers(const net::Answer& answer);
/// The JSON body of a complete 2xx answer.
std::optional<Document> success_body(const net::Answer& answer);

/// Sets the facts that every HTTP answer has (`area.status`, `.failure`, `.stage`, …).
template <fact::Name Area>
void learn_request(const net::Answer& answer, bool success_is_known, Facts& facts) {
  using Area_facts = fact::RequestFacts<Area>;
  const Reading reading = read_answer(answer, success_is_known);
  facts.set(Area_facts::failure, reading.failure);
  facts.set(Area_facts::credential_sent, reading.credential_sent);
  if (reading.status == 0) {
    return;
  }
  facts.set(Area_facts::status, reading.status);
  facts.set(Area_facts::stage, reading.stage);
  facts.set(Area_facts::media, reading.media);
  facts.set(Area_facts::recognised, reading.recognised);
  facts.set(Area_facts::quota_headers, reading.quota_headers);
  if (!reading.problem_type.empty()) {
    facts.set(Area_facts::problem_type, reading.problem_type);
  }
  if (!reading.detail.empty()) {
    facts.set(Area_facts::detail, reading.detail);
  }
  if (reading.retry_after) {
    facts.set(Area_facts::retry_after, *reading.retry_after);
  }
}

/// Seconds from `from` to `to`.
std::int64_t seconds_between(TimePoint from, TimePoint to);

}  // namespace doctor::probes
