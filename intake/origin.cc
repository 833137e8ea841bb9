#include "intake/origin.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <string>

#include <re2/re2.h>

#include "api/hosts.h"
#include "api/problem.h"
#include "api/url.h"
#include "core/document.h"
#include "core/text.h"
#include "intake/messages.h"
#include "intake/operation.h"

namespace doctor::intake {
namespace {

/// Headers that other products put on their answers.
constexpr std::array<std::string_view, 22> others_headers{"x-github-request-id",
                                                          "x-github-media-type",
                                                          "x-gitlab-meta",
                                                          "x-amzn-requestid",
                                                          "x-amz-request-id",
                                                          "x-amz-id-2",
                                                          "x-amzn-errortype",
                                                          "openai-organization",
                                                          "openai-version",
                                                          "openai-processing-ms",
                                                          "anthropic-organization-id",
                                                          "stripe-version",
                                                          "x-slack-req-id",
                                                          "x-vault-request",
                                                          "x-ms-request-id",
                                                          "x-ms-correlation-request-id",
                                                          "x-guploader-uploadid",
                                                          "docker-distribution-api-version",
                                                          "x-kubernetes-pf-flowschema-uid",
                                                          "x-shopid",
                                                          "twilio-request-id",
                                                          "sentry-trace"};

/// Members of an error body by which this API's are known; one more makes it another's.
constexpr std::array<std::string_view, 33> our_members{"type",
                                                       "title",
                                                       "status",
                                                       "detail",
                                                       "error",
                                                       "message",
                                                       "code",
                                                       "required_usd",
                                                       "fields",
                                                       "reason_code",
                                                       "limit",
                                                       "current",
                                                       "attempted",
                                                       "x402Version",
                                                       "accepts",
                                                       "description",
                                                       "approval_request_id",
                                                       "approval_id",
                                                       "pending_approval_id",
                                                       "awaiting_approval",
                                                       "error_description",
                                                       "jsonrpc",
                                                       "id",
                                                       "result",
                                                       "mfa_required",
                                                       "mfa_token",
                                                       "access_token",
                                                       "expires_in",
                                                       "version",
                                                       "retry_after",
                                                       "resource",
                                                       "used",
                                                       "tier"};
constexpr std::array<std::string_view, 6> our_error_members{
    "message", "type", "code", "title", "detail", "reason_code"};

/// Machine words that only this API's errors carry.
constexpr std::array<std::string_view, 5> our_types{"resource_limit_exceeded",
                                                    "approval_required",
                                                    "guardrail_violation",
                                                    "shroud_error",
                                                    "payment_required"};

template <std::size_t N>
bool knows(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

struct BodySigns {
  bool foreign = false;
  bool ours = false;
  bool typical = false;  ///< RFC 7807 as this API writes it
};

bool has_only(const Node& object, auto known) {
  return std::ranges::all_of(object.keys(), known);
}

/// x402 is a protocol that anybody may speak: what is to be paid for tells whose answer it is.
bool asks_payment_for_another(const Node& root) {
  const auto& offers = root["accepts"].items();
  return std::ranges::any_of(offers, [](const Node& offer) {
    const auto url = api::parse_url(offer["resource"].text_or(""));
    return url && !is_our_host(url->host) && !api::is_loopback(url->host);
  });
}

BodySigns signs_of(const net::Answer& answer) {
  BodySigns signs;
  const auto document = Document::parse(answer.body);
  const Node root = document ? document->root() : Node{};
  if (!root.is_object()) {
    return signs;
  }
  const api::Problem problem = api::read_problem(answer.header("content-type"), answer.body);
  signs.ours = knows(our_types, lower(problem.type)) || root["x402Version"].exists();
  const Node error = root["error"];
  const bool ours_by_shape =
      has_only(root, [](const std::string& key) { return knows(our_members, key); }) &&
      (!error.is_object() || root["jsonrpc"].exists() ||
       has_only(error, [](const std::string& key) { return knows(our_error_members, key); }));
  const std::string type = root["type"].text_or("");
  const bool odd_type =
      type == "error" || type.starts_with("http://") || type.starts_with("https://");
  const bool failing = answer.status == 0 || answer.status >= 400;
  const bool others_payment = asks_payment_for_another(root);
  signs.ours = signs.ours && !others_payment;
  signs.foreign = failing && (!ours_by_shape || odd_type || others_payment);
  const bool titled = root["title"].is_text() && root["detail"].is_text();
  signs.typical = ours_by_shape && !odd_type && titled && (type == "about:blank" || type.empty());
  return signs;
}

bool has_quota_header(const net::Answer& answer) {
  return !answer.header("x-ratelimit-requests-limit").empty() ||
         !answer.header("x-quota-warning").empty() ||
         !answer.header("x-credit-balance-cents").empty();
}

}  // namespace

std::span<const std::string_view> foreign_headers() {
  return others_headers;
}

bool is_our_host(std::string_view host) {
  using enum api::HostRole;
  // What was meant takes long to find out, and a log names few hosts.
  constexpr std::size_t most = 256;
  thread_local std::map<std::string, bool, std::less<>> known;
  if (const auto found = known.find(host); found != known.end()) {
    return found->second;
  }
  const api::HostRole role = api::role_of(host);
  const bool ours = api::is_official(host) || role == foreign ||
                    api::meant_host(host).has_value() ||
                    (role == cloud_run && contains_ignoring_case(host, "claw"));
  if (known.size() >= most) {
    known.clear();
  }
  known.emplace(host, ours);
  return ours;
}

std::string_view name_pattern() {
  return R"(1claw|oneclaw|\bocv_[a-z0-9*.…<]|\b1ck_[a-z0-9*.…<]|\bplt_[a-z0-9*.…<])";
}

bool names_1claw(std::string_view text) {
  static const RE2 names{"(?i)" + std::string{name_pattern()}};
  return RE2::PartialMatch(text, names);
}

Origin origin_of(const Record& record, bool hint) {
  const net::Answer& answer = record.answer;
  if (!record.host.empty() && is_our_host(record.host)) {
    return Origin::ours;
  }
  const BodySigns signs = signs_of(answer);
  const bool foreign_header = std::ranges::any_of(
      answer.headers, [](const auto& header) { return knows(others_headers, header.first); });
  const std::string server = lower(answer.header("server"));
  const bool foreign_server = server == "github.com" || server.starts_with("amazons3") ||
                              server.starts_with("gitlab") || server == "gws" || server == "esf";
  const Route route = route_of(answer.method, record.path);
  const bool local = record.host.empty() || api::is_loopback(record.host);
  if (foreign_header || foreign_server) {
    return Origin::foreign;
  }
  const bool messaged = !record.message.empty() || !record.facts.empty() || !record.client.empty();
  if (has_quota_header(answer) || signs.ours || hint || messaged) {
    return Origin::ours;
  }
  if (signs.foreign) {
    return Origin::foreign;
  }
  if (!route.operation.empty() && route.distinctive) {
    return Origin::ours;
  }
  if (signs.typical && (local || !route.operation.empty())) {
    return Origin::plausible;
  }
  // Nothing says whose it is: only its words can.
  Record known = record;
  Exchange nothing;
  const api::Problem problem = api::read_problem(answer.header("content-type"), answer.body);
  const bool worded = apply_sentence(problem.detail, known, nothing);
  return record.host.empty() && worded ? Origin::plausible : Origin::foreign;
}

}  // namespace doctor::intake
