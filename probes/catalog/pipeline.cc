#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "api/problem.h"
#include "core/text.h"
#include "probes/answers.h"
#include "probes/common.h"
#include "probes/facts/network.h"
#include "probes/facts/other.h"

namespace doctor::probes {
namespace {

/// … and what else is asked, so that nothing that stays unanswered is passed over.
constexpr std::array<std::string_view, 4> other_questions{
    "device", "mcp-health", "mcp-initialize", "mcp-tools"};
constexpr auto needs = [] {
  std::array<std::string_view, every_api_probe.size() + other_questions.size()> joined{};
  std::ranges::copy(other_questions, std::ranges::copy(every_api_probe, joined.begin()).out);
  return joined;
}();
constexpr std::array<const FactSpec*, 22> facts{&fact::pipeline_answers,
                                                &fact::pipeline_ok,
                                                &fact::pipeline_all_401,
                                                &fact::pipeline_some_401,
                                                &fact::pipeline_all_gated,
                                                &fact::pipeline_all_absent,
                                                &fact::pipeline_quota_headers,
                                                &fact::pipeline_payment,
                                                &fact::pipeline_payment_without_token,
                                                &fact::pipeline_rate_limited,
                                                &fact::pipeline_rate_limited_at,
                                                &fact::pipeline_retry_after,
                                                &fact::pipeline_server_errors,
                                                &fact::pipeline_all_server_errors,
                                                &fact::pipeline_public_ok,
                                                &fact::pipeline_failed,
                                                &fact::pipeline_details,
                                                &fact::pipeline_types,
                                                &fact::pipeline_statuses,
                                                &fact::pipeline_approval,
                                                &fact::pipeline_approval_required,
                                                &fact::pipeline_guardrail};
constexpr auto all_facts = [] {
  std::array<const FactSpec*, facts.size() + 4> joined{};
  std::ranges::copy(facts, joined.begin());
  joined[facts.size()] = &fact::pipeline_resource;
  joined[facts.size() + 1] = &fact::pipeline_resource_text;
  joined[facts.size() + 2] = &fact::pipeline_timed_out;
  joined[facts.size() + 3] = &fact::pipeline_broken_off;
  return joined;
}();

Question ask(const Known& known) {
  if (api_answers(known).empty()) {
    return Skip{.blocked_by = "health", .reason = "nothing was answered"};
  }
  return Local{};
}

void learn_token_answers(const std::vector<TokenAnswer>& answers, Facts& out) {
  std::int64_t ok = 0;
  std::int64_t unauthorized = 0;
  std::int64_t absent = 0;  // routes this server does not have say nothing about the token
  std::int64_t gated = 0;
  std::int64_t failing = 0;
  bool quota = false;
  bool payment = false;
  for (const TokenAnswer& entry : answers) {
    const int status = entry.answer->status;
    const bool headers = has_quota_headers(*entry.answer);
    ok += status >= 200 && status < 300 ? 1 : 0;
    unauthorized += status == 401 ? 1 : 0;
    absent += status == 404 || status == 405 || status == 501 ? 1 : 0;
    gated += status == 403 && !headers ? 1 : 0;
    failing += status >= 500 ? 1 : 0;
    quota = quota || headers;
    payment = payment || status == 402;
  }
  const auto total = static_cast<std::int64_t>(answers.size());
  out.set(fact::pipeline_answers, total);
  if (total == 0) {
    return;
  }
  out.set(fact::pipeline_ok, ok);
  const bool all_401 = unauthorized > 0 && unauthorized + absent == total;
  out.set(fact::pipeline_all_401, all_401);
  out.set(fact::pipeline_some_401, unauthorized > 0 && !all_401);
  out.set(fact::pipeline_all_gated, gated > 0 && gated + absent == total);
  out.set(fact::pipeline_all_absent, absent == total);
  out.set(fact::pipeline_all_server_errors, failing == total && absent < total);
  out.set(fact::pipeline_quota_headers, quota);
  out.set(fact::pipeline_payment, payment);
}

struct Failures {
  TextList lines;
  std::set<std::string> details;
  std::set<std::string> types;
  std::set<std::string> statuses;
  TextList limited_at;
  std::int64_t retry_after = 0;
  std::int64_t server_errors = 0;
  bool unpaid_without_token = false;
};

void collect(const TokenAnswer& entry, Failures& failures) {
  const Reading reading = read_answer(*entry.answer, false);
  if (reading.status < 400) {
    return;
  }
  failures.lines.push_back(fmt::format("{} {}", entry.probe, reading.status));
  failures.statuses.insert(fmt::format("{}", reading.status));
  failures.retry_after = std::max(failures.retry_after, reading.retry_after.value_or(0));
  failures.server_errors += reading.status >= 500 && reading.status != 501 ? 1 : 0;
  failures.unpaid_without_token =
      failures.unpaid_without_token || (reading.status == 402 && !reading.credential_sent);
  if (reading.status == 429) {
    failures.limited_at.emplace_back(entry.probe);
  }
  if (!reading.detail.empty()) {
    failures.details.insert(reading.detail);
  }
  if (!reading.problem_type.empty()) {
    failures.types.insert(reading.problem_type);
  }
}

/// What the body of any answer says about approvals, guardrails and resource limits.
void learn_body(const net::Answer& answer, Facts& out) {
  if (answer.status != 202 && answer.status != 403) {
    return;
  }
  const api::Problem problem = api::read_problem(answer.header("content-type"), answer.body);
  const bool approval =
      !problem.approval_id.empty() || contains_ignoring_case(problem.type, "approval_required");
  if (approval) {
    out.set(fact::pipeline_approval_required, true);
    if (!problem.approval_id.empty()) {
      out.set(fact::pipeline_approval, shown(problem.approval_id, 64));
    }
  }
  if (!problem.reason_code.empty() || contains_ignoring_case(problem.type, "guardrail")) {
    out.set(fact::pipeline_guardrail,
            shown(problem.reason_code.empty() ? problem.type : problem.reason_code, 80));
  }
  if (const auto limit = api::read_resource_limit(problem)) {
    out.set(fact::pipeline_resource, limit->resource.empty() ? "resource" : limit->resource);
    if (limit->used && limit->limit) {
      out.set(
          fact::pipeline_resource_text,
          limit->tier.empty()
              ? fmt::format("{}/{}", *limit->used, *limit->limit)
              : fmt::format(
                    "{}/{} on the {} tier", *limit->used, *limit->limit, shown(limit->tier, 30)));
    }
  }
}

/// Questions that were sent and have no whole answer.
void learn_unanswered(const Known& known, Facts& out) {
  TextList timed_out;
  TextList broken_off;
  for (const std::string_view probe : needs) {
    const net::Answer* answer = known.answer(probe);
    using enum net::Failure;
    if (answer == nullptr || answer->failure == none || answer->failure == not_sent) {
      continue;
    }
    if (answer->failure == response_timeout || answer->failure == connect_timeout ||
        answer->failure == tls_timeout) {
      timed_out.emplace_back(probe);
    } else {
      broken_off.push_back(fmt::format("{} {}", probe, net::word_of(answer->failure)));
    }
  }
  if (!timed_out.empty()) {
    out.set(fact::pipeline_timed_out, std::move(timed_out));
  }
  if (!broken_off.empty()) {
    out.set(fact::pipeline_broken_off, std::move(broken_off));
  }
}

TextList list_of(const std::set<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

void learn(const Known& known, const net::Answer&, Facts& out) {
  learn_token_answers(token_answers(known), out);
  learn_unanswered(known, out);
  Failures failures;
  for (const TokenAnswer& entry : api_answers(known)) {
    collect(entry, failures);
    learn_body(*entry.answer, out);
  }
  out.set(fact::pipeline_server_errors, failures.server_errors);
  out.set(fact::pipeline_payment_without_token, failures.unpaid_without_token);
  out.set(fact::pipeline_rate_limited, !failures.limited_at.empty());
  out.set(fact::pipeline_public_ok,
          known.facts().get(fact::RequestFacts<"health">::status) == 200 &&
              known.facts().get(fact::RequestFacts<"health">::recognised));
  if (!failures.limited_at.empty()) {
    out.set(fact::pipeline_rate_limited_at, failures.limited_at);
  }
  if (failures.retry_after > 0) {
    out.set(fact::pipeline_retry_after, failures.retry_after);
  }
  if (!failures.lines.empty()) {
    out.set(fact::pipeline_failed, failures.lines);
    out.set(fact::pipeline_statuses, list_of(failures.statuses));
  }
  if (!failures.details.empty()) {
    out.set(fact::pipeline_details, list_of(failures.details));
  }
  if (!failures.types.empty()) {
    out.set(fact::pipeline_types, list_of(failures.types));
  }
}

}  // namespace

extern constinit const Probe probe_pipeline{
    .id = "pipeline",
    .layer = "quota",
    .about = "How far through the request pipeline did requests come?",
    .needs = needs,
    .facts = all_facts,
    .ask = ask,
    .learn = learn};

}  // namespace doctor::probes
