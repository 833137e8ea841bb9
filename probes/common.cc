#include "probes/common.h"

#include <chrono>

#include "api/problem.h"
#include "api/quota.h"
#include "core/text.h"
#include "probes/facts/auth.h"
#include "probes/facts/network.h"
#include "setup/facts.h"

namespace doctor::probes {
namespace {

constexpr int longest_detail = 300;

std::string stage_of(const net::Answer& answer, bool recognised) {
  if (!recognised && answer.status != 429) {
    return answer.status >= 500 ? "server" : "edge";
  }
  switch (answer.status) {
    case 429:
      return "rate_limit";
    case 402:
      return has_quota_headers(answer) ? "handler" : "payment";
    case 401:
      return "auth";
    case 403:
      return has_quota_headers(answer) ? "handler" : "gate";
    default:
      return answer.status >= 500 ? "server" : "handler";
  }
}

}  // namespace

std::string base_url(const Known& known) {
  std::string base = known.setup_facts().get(setup::fact::url_used);
  if (base.empty()) {
    base = known.target().base_url.value;
  }
  while (base.ends_with('/')) {
    base.pop_back();
  }
  return base;
}

AuthRoute auth_route(const Known& known) {
  using enum api::CredentialKind;
  const Facts& facts = known.setup_facts();
  if (!facts.get(setup::fact::credential_usable) || facts.get(setup::fact::credential_withheld)) {
    return AuthRoute::none;
  }
  switch (known.target().credential.kind) {
    case agent_key:
      return AuthRoute::exchange_agent;
    case user_key:
      return AuthRoute::exchange_user;
    case platform_key:
    case jwt:
      return AuthRoute::direct;
    case unknown: {
      // No prefix to go by: it goes where the examined client would send it.
      const std::string use = facts.get(setup::fact::credential_use);
      return use == "agent_token"  ? AuthRoute::exchange_agent
             : use == "user_token" ? AuthRoute::exchange_user
             : use == "bearer"     ? AuthRoute::direct
                                   : AuthRoute::none;
    }
    default:
      return AuthRoute::none;  // recognisably something else: it is nobody's business here
  }
}

std::optional<Skip> no_way(const Known& known) {
  const bool* valid = known.setup_facts().find(setup::fact::url_valid);
  if (valid != nullptr && !*valid) {
    return Skip{.blocked_by = "base-url", .reason = "the base URL cannot be used"};
  }
  if (base_url(known).empty()) {
    return Skip{.blocked_by = "base-url",
                .reason = "which API belongs to this set-up is not known"};
  }
  const std::string* dns = known.facts().find(fact::dns_status);
  if (dns != nullptr && *dns != "ok" && *dns != "literal" && *dns != "hosts_file") {
    return Skip{.blocked_by = "dns", .reason = "the host name has no address"};
  }
  return std::nullopt;
}

std::optional<Skip> no_token(const Known& known) {
  if (auto skip = no_way(known)) {
    return skip;
  }
  const AuthRoute route = auth_route(known);
  if (route == AuthRoute::none) {
    return Skip{.blocked_by = "credential", .reason = "there is no credential to ask with"};
  }
  const bool* received = known.facts().find(fact::exchange_token);
  const std::string* failure = known.facts().find(fact::RequestFacts<"exchange">::failure);
  const bool failed = failure != nullptr && *failure != "none";
  if (route != AuthRoute::direct && ((received != nullptr && !*received) || failed)) {
    return Skip{.blocked_by = "exchange", .reason = "the exchange gave no token"};
  }
  return std::nullopt;
}

net::HttpAsk api_ask(const Known& known,
                     std::string_view endpoint,
                     net::Credential credential,
                     std::vector<std::pair<std::string, std::string>> path_values) {
  return net::HttpAsk{.endpoint = std::string{endpoint},
                      .base = base_url(known),
                      .path_values = std::move(path_values),
                      .credential = credential};
}

Question authenticated(const Known& known,
                       std::string_view endpoint,
                       std::vector<std::pair<std::string, std::string>> path_values) {
  if (auto skip = no_token(known)) {
    return *skip;
  }
  return net::Ask{api_ask(known, endpoint, net::Credential::bearer, std::move(path_values))};
}

std::string principal_kind(const Known& known) {
  std::string subject = known.facts().get(fact::token_subject);
  if (!subject.empty() && subject != "unknown") {
    return subject;
  }
  switch (known.target().credential.kind) {
    case api::CredentialKind::agent_key:
      return "agent";
    case api::CredentialKind::user_key:
      return "user";
    case api::CredentialKind::platform_key:
      return "platform";
    default:
      return auth_route(known) == AuthRoute::exchange_agent ? "agent" : "";
  }
}

bool has_quota_headers(const net::Answer& answer) {
  return api::read_quota_headers([&answer](std::string_view name) { return answer.header(name); })
      .present;
}

Reading read_answer(const net::Answer& answer, bool success_is_known) {
  Reading reading;
  reading.failure = net::word_of(answer.failure);
  reading.credential_sent = answer.credential_sent && answer.sent;
  reading.status = answer.status;
  if (answer.status == 0) {
    return reading;
  }
  const bool success = answer.status >= 200 && answer.status < 300;
  api::Problem problem;
  if (success) {
    problem.media = api::media_of(answer.header("content-type"), answer.body);
  } else {
    problem = api::read_problem(answer.header("content-type"), answer.body);
  }
  reading.media = api::word_of(problem.media);
  const bool bare = problem.media == api::Media::none || problem.media == api::Media::text;
  const bool redirect = answer.status >= 300 && answer.status < 400;
  reading.quota_headers = has_quota_headers(answer);
  // Nobody but the API adds quota headers: with them even a web page is its own answer.
  reading.recognised =
      success ? success_is_known
              : !redirect && (problem.resembles_1claw || bare || reading.quota_headers);
  reading.stage = stage_of(answer, reading.recognised);
  if (!success) {
    reading.problem_type = lower(problem.type);
    reading.detail = shown(problem.detail.empty() ? problem.title : problem.detail, longest_detail);
  }
  const std::string retry = answer.header("retry-after");
  if (const auto document = Document::parse(retry)) {
    const auto seconds = document->root().integer();
    reading.retry_after = seconds && *seconds >= 0 ? seconds : std::nullopt;
  }
  return reading;
}

std::optional<Document> success_body(const net::Answer& answer) {
  const bool success = answer.status >= 200 && answer.status < 300;
  if (!success || answer.failure != net::Failure::none) {
    return std::nullopt;
  }
  return Document::parse(answer.body);
}

std::int64_t seconds_between(TimePoint from, TimePoint to) {
  return std::chrono::duration_cast<std::chrono::seconds>(to - from).count();
}

}  // namespace doctor::probes
