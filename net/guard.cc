#include "net/guard.h"

#include <utility>

#include <fmt/format.h>

#include "api/url.h"

namespace doctor::net {
namespace {

std::string origin_of(const std::string& url) {
  const auto parsed = api::parse_url(url);
  return parsed ? api::origin(*parsed) : std::string{};
}

/// The part of `path` below the base URL's own path.
std::string below_base(const std::string& base, const std::string& path) {
  const auto parsed = api::parse_url(base);
  std::string prefix = parsed ? parsed->path : std::string{};
  while (!prefix.empty() && prefix.back() == '/') {
    prefix.pop_back();
  }
  return path.starts_with(prefix) ? path.substr(prefix.size()) : path;
}

/// Whether a request of this kind may carry this credential. Public endpoints get none, the key
/// goes into the exchange alone, and what opens the API does not open the MCP server.
bool is_made_for(api::Safety safety, Credential credential) {
  switch (credential) {
    case Credential::none:
      return true;
    case Credential::bearer:
      return safety == api::Safety::metadata;
    case Credential::exchange_key:
      return safety == api::Safety::exchange;
    case Credential::mcp_bearer:
      return safety == api::Safety::mcp;
  }
  return false;
}

}  // namespace

std::string url_of(const HttpAsk& ask, const api::Endpoint& endpoint) {
  std::string path{endpoint.path};
  for (const auto& [name, value] : ask.path_values) {
    const std::string placeholder = fmt::format("{{{}}}", name);
    const auto at = path.find(placeholder);
    if (at != std::string::npos) {
      path.replace(at, placeholder.size(), api::percent_encode_segment(value));
    }
  }
  std::string url = ask.base + path;
  char separator = '?';
  for (const auto& [name, value] : ask.query) {
    url += fmt::format("{}{}={}", separator, name, api::percent_encode_segment(value));
    separator = '&';
  }
  return url;
}

Guard::Guard(Limits limits)
    : limits_(std::move(limits)),
      api_origin_(origin_of(limits_.api_base)),
      mcp_origin_(origin_of(limits_.mcp_url)) {}

void Guard::distrust(const std::string& url) {
  distrusted_.insert(origin_of(url));
}

std::string Guard::refuse_credential(const HttpAsk& ask, const std::string& url_origin) const {
  const auto parsed = api::parse_url(url_origin);
  if (!parsed || (parsed->scheme != "https" && !api::is_loopback(parsed->host))) {
    return "a credential is never sent over plain http to another machine";
  }
  if (distrusted_.contains(url_origin)) {
    return "a credential is not sent where the certificate did not verify";
  }
  const bool for_mcp = ask.credential == Credential::mcp_bearer;
  if (url_origin != (for_mcp ? mcp_origin_ : api_origin_)) {
    return "a credential is sent to its own origin only";
  }
  if (ask.credential == Credential::exchange_key && exchanged_) {
    return "a credential is exchanged once per run";
  }
  return {};
}

Guard::Decision Guard::decide(const HttpAsk& ask) {
  const api::Endpoint* endpoint = api::find_endpoint(ask.endpoint);
  if (endpoint == nullptr || !api::is_allowed(*endpoint)) {
    return {.permit = std::nullopt, .refusal = "this request is not on the list of harmless ones"};
  }
  const std::string url = url_of(ask, *endpoint);
  const auto parsed = api::parse_url(url);
  if (!parsed) {
    return {.permit = std::nullopt, .refusal = parsed.error().message};
  }
  // Read the URL again as the server will: a value must not have turned it into another request.
  const api::Endpoint* reached =
      api::match_endpoint(endpoint->method, below_base(ask.base, parsed->path));
  if (endpoint->safety != api::Safety::mcp && (reached == nullptr || reached->id != endpoint->id)) {
    return {.permit = std::nullopt, .refusal = "this request is not on the list of harmless ones"};
  }
  // … nor may the base URL itself: it comes from files, and could name a secret or an enrolment.
  if (api::harmful_on_wire(endpoint->method, parsed->path) != nullptr) {
    return {.permit = std::nullopt, .refusal = "the URL would reach a request that does harm"};
  }
  const std::string url_origin = api::origin(*parsed);
  if (url_origin != api_origin_ && url_origin != mcp_origin_) {
    return {.permit = std::nullopt, .refusal = "this host is not part of the examined set-up"};
  }
  if (!is_made_for(endpoint->safety, ask.credential)) {
    return {.permit = std::nullopt, .refusal = "this request does not carry such a credential"};
  }
  if (ask.credential != Credential::none) {
    std::string refusal = refuse_credential(ask, url_origin);
    if (!refusal.empty()) {
      return {.permit = std::nullopt, .refusal = std::move(refusal)};
    }
    if (authenticated_ >= limits_.max_authenticated) {
      return {.refusal = fmt::format("the budget of {} authenticated requests is used up",
                                     limits_.max_authenticated),
              .over_budget = authenticated_ - repeated_ >= limits_.max_authenticated};
    }
    ++authenticated_;
    exchanged_ = exchanged_ || ask.credential == Credential::exchange_key;
  }
  ++sent_;
  return {.permit = Permit{.url = url, .post = endpoint->method == api::Method::post},
          .refusal = {}};
}

}  // namespace doctor::net
